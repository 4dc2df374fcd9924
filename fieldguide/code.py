"""Code on pages: fences that include tested files, the commands that run them, what they prove."""

import shlex
import sys
from pathlib import Path

from markdown.extensions.toc import slugify
from packaging.version import Version

from fieldguide import references, serving
from fieldguide.catalogue import CODE
from fieldguide.model import Framework, Topic
from fieldguide.site import Site
from fieldguide.text import escape, inline, link

_FIRST = ("models.py", "schemas.py", "forms.py", "serializers.py", "views.py", "app.py", "urls.py")
_LAST = ("asgi.py", "settings.py")
WAYS = {"bad": "Falls into it", "good": "Does not"}
"""The sections of a trap, in their order, and what stands above each."""
_FRESH_KEY = "python -c 'import secrets; print(secrets.token_urlsafe(48))'"


def snippet(site: Site, reference: str) -> str:
    """Return a code block that includes a snippet file or one of its sections.

    Args:
        site: the data and the page's place.
        reference: a path below `snippets/`, with `:section` for a part of the file.

    Raises:
        LookupError: if the file belongs to no topic of a framework.
    """
    name = reference.partition(":")[0]
    framework_id, _, rest = name.partition("/")
    framework = site.framework(framework_id)
    topic = site.topic_row(rest.partition("/")[0].removesuffix(".py"))
    contract = link(site.topic(topic.id, framework_id), f"contract “{escape(topic.name)}”")
    versions = _versions(site, framework, topic.id)
    return f'{_fence(reference)}\n\n<p class="quiet">{contract} · {versions}</p>\n'


def side_by_side(site: Site, topic_id: str) -> str:
    """Return a topic in every framework, a tab each, with its files and its command.

    Raises:
        LookupError: if the topic is unknown; the message names those that exist.
    """
    topic = site.topic_row(topic_id)
    tabs = []
    for framework in site.catalogue.frameworks.values():
        files = site.catalogue.snippet_files(framework.id, topic_id)
        inside = _tab(site, framework, topic, files) if files else _gap(framework, topic)
        indented = "\n".join(f"    {line}" if line else "" for line in inside.splitlines())
        tabs.append(f'=== "{escape(framework.name)}"\n\n{indented}\n')
    return "\n".join(tabs)


def trap(site: Site, framework_id: str, name: str) -> str:
    """Return a mistake and the way around it, one above the other, with the test of both.

    Raises:
        LookupError: if there is no such trap, or if it lacks the section `bad` or `good`.
    """
    framework = site.framework(framework_id)
    snippets = site.catalogue.root / "snippets"
    parts = []
    for way, title in WAYS.items():
        for path in site.catalogue.trap_files(framework_id, name):
            file = path.relative_to(snippets).as_posix()
            if way in references.scan_snippet(path, site.catalogue.root).sections:
                parts.append(_fence(f"{file}:{way}", f"{title}: snippets/{file}"))
    if len(parts) != len(WAYS):
        message = (
            f"snippets/{framework_id}/traps/{name} does not exist, or lacks one of the sections "
            f"{', '.join(WAYS)}"
        )
        raise LookupError(message)
    file = f"tests/traps/test_{name}.py"
    test = link(site.view(file), f"<code>{file}</code>")
    parts.append(f'<p class="quiet">Both are run by {test} · {_versions(site, framework)}</p>')
    return "\n\n".join(parts) + "\n"


def since(site: Site, framework_id: str, release: str) -> str:
    """Return the code that needs a release of a framework, with the test that runs it.

    Such code stands beside the topics because not every Python that we test on has the release.

    Raises:
        LookupError: if there is no such code.
    """
    framework = site.framework(framework_id)
    files = site.catalogue.since_files(framework_id, release)
    if not files:
        raise LookupError(f"snippets/{framework_id} has no folder for what needs {release}")
    snippets = site.catalogue.root / "snippets"
    parts = [_fence(path.relative_to(snippets).as_posix()) for path in sorted(files, key=_order)]
    file = f"tests/since/test_{framework_id}_{release.replace('.', '_')}.py"
    test = link(site.view(file), f"<code>{file}</code>")
    legs = [
        f"{escape(framework.name)} {escape(version)} on Python {escape(python)}"
        for python, version in site.catalogue.legs(framework_id).items()
        if Version(version) >= Version(release)
    ]
    versions = f"tested on {', '.join(legs)}" if legs else "on no version that we test"
    parts.append(f'<p class="quiet">Run by {test} · {versions}</p>')
    return "\n\n".join(parts) + "\n"


def contract(site: Site, topic_id: str) -> str:
    """Return what the contract of a topic proves, and how to run it.

    Raises:
        LookupError: if the topic is unknown; the message names those that exist.
    """
    topic = site.topic_row(topic_id)
    file = f"tests/snippets/test_{topic.id}.py"
    shows = "".join(f"<li>{inline(sentence)}</li>" for sentence in topic.shows)
    where = link(site.view(file), f"<code>{file}</code>")
    command = f"<code>make test K={topic.id}</code>"
    return (
        f'<div class="contract"><ul>{shows}</ul>'
        f'<p class="quiet">The contract is {where}; run it for all frameworks: {command}.</p></div>'
    )


def shell_lines(site: Site, framework: Framework, topic: Topic, port: int = 8000) -> list[str]:
    """Return what a reader types to start a topic; its contract starts it by the same command."""
    snippets = site.catalogue.root / "snippets"
    served = serving.command(framework, topic, port, snippets)
    prepared = serving.preparation(framework, topic, snippets)
    files = site.catalogue.snippet_files(framework.id, topic.id)
    lines = [f"cd snippets/{framework.id}"]
    if any("SECRET_KEY" in path.read_text("utf-8") for path in files):
        lines.append(f"export SECRET_KEY=$({_FRESH_KEY})")
    lines += [f"export {name}={shlex.quote(value)}" for name, value in served.env.items()]
    if prepared:
        lines.append(_shell(prepared))
    return [*lines, _shell(served)]


def _shell(command: serving.Command) -> str:
    program = "python" if command.argv[0] == sys.executable else Path(command.argv[0]).name
    return shlex.join([program, *command.argv[1:]])


def _fence(reference: str, title: str = "") -> str:
    name = reference.partition(":")[0]
    path = Path(name)
    language = CODE.get(path.suffix) or CODE[path.name]
    return f'```{language} title="{title or f"snippets/{name}"}"\n--8<-- "{reference}"\n```'


def _versions(site: Site, framework: Framework, topic: str | None = None) -> str:
    legs = [
        f"{escape(framework.name)} {escape(version)} on Python {escape(python)}"
        for python, version in site.catalogue.legs(framework.id, topic).items()
    ]
    return (
        "tested on " + ", ".join(legs) if legs else "not recorded yet: run <code>make record</code>"
    )


def _order(path: Path) -> tuple[int, int, str]:
    if path.name in _FIRST:
        return (0, _FIRST.index(path.name), str(path))
    if path.name in _LAST:
        return (3, _LAST.index(path.name), str(path))
    return (2 if path.suffix == ".html" else 1, 0, str(path))


def _tab(site: Site, framework: Framework, topic: Topic, files: list[Path]) -> str:
    root = site.catalogue.root / "snippets"
    shown = [path for path in files if path.stat().st_size]
    parts = [_fence(path.relative_to(root).as_posix()) for path in sorted(shown, key=_order)]
    commands = "\n".join(shell_lines(site, framework, topic))
    parts.append(f'```shell title="Run it"\n{commands}\n```')
    snippets = site.catalogue.root / "snippets"
    cell = topic.cells.get(framework.id)
    for name, does in topic.commands.items():
        if name in topic.optional_commands and not (cell and name in cell.commands):
            continue
        command = serving.named_command(framework, topic, name, snippets, 8000)
        parts.append(f"<p>{inline(does)}</p>\n\n```shell\n{_shell(command)}\n```")
    for name, caption in topic.outputs.items():
        output = site.catalogue.output_file(framework.id, topic.id, name).relative_to(snippets)
        parts.append(f'<p>{inline(caption)}</p>\n\n```text\n--8<-- "{output.as_posix()}"\n```')
    versions = _versions(site, framework, topic.id)
    parts.append(f'<p class="quiet">{versions}{_deeper(site, framework, topic)}</p>')
    return "\n\n".join(parts)


def _deeper(site: Site, framework: Framework, topic: Topic) -> str:
    """Return the link to where the framework's guide speaks of a topic, or to its beginning."""
    page = site.catalogue.root / "docs" / "guides" / f"{framework.id}.md"
    if not page.is_file():
        return ""
    guide = site.guide(framework.id)
    if heading := references.shown_in(page, site.catalogue.root).get(topic.id):
        guide += f"#{slugify(heading, '-')}"
    where = f"{escape(framework.name)} guide" + (f": {inline(heading)}" if heading else "")
    return f" · {link(guide, where)}"


def _gap(framework: Framework, topic: Topic) -> str:
    cell = topic.cells.get(framework.id)
    reason = inline(cell.reason) if cell and cell.reason else "No snippet."
    return f"<p>{reason}</p>"
