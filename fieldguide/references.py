"""Looks at what pages include: every reference resolves, and nothing is left that no page shows.

A page includes code by `{@ snippet("flask/forms.py:view") @}` and a whole topic by
`{@ side_by_side("forms") @}`. Sections of a snippet stand between the lines
`# --8<-- [start:view]` and `# --8<-- [end:view]`.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from fieldguide.catalogue import Catalogue, snippet_files
from fieldguide.problems import Problem, nearest, shown

TEXT_FENCES = frozenset({"", "console", "shell", "text", "yaml", "markdown"})
"""Languages of fences that may be typed into a page; all other code is a tested file."""

SECTION = re.compile(r"-+8<-+[ \t]+\[[ \t]*(start|end)[ \t]*:[ \t]*([^\]\s]*)[ \t]*\]")
_CALL = re.compile(r"\{@\s*([a-z_]+\(.*?\))\s*@\}")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})\s*([^\s`]*)")
_RAW_INCLUDE = re.compile(r"^\s*-+8<-+")  # With a `;` before it the marker is shown as it stands.


@dataclass
class SnippetFile:
    """A snippet file and its sections."""

    name: str
    """Path below `snippets/`, with forward slashes."""
    sections: dict[str, int] = field(default_factory=dict)
    """The line on which each section starts."""
    problems: list[Problem] = field(default_factory=list)
    """What is wrong with its section marks."""


@dataclass(frozen=True)
class Call:
    """A macro called on a page."""

    file: str
    """The page, from the project's root."""
    line: int
    """Line, counted from 1."""
    column: int
    """Column, counted from 1."""
    name: str
    """The macro's name."""
    arguments: tuple[object, ...]
    """Its positional arguments."""


def scan_snippet(path: Path, root: Path) -> SnippetFile:
    """Read the section marks of one file."""
    found = SnippetFile(path.relative_to(root / "snippets").as_posix())
    where = path.relative_to(root).as_posix()
    opened: dict[str, tuple[int, int]] = {}
    content = 0

    def refuse(line: int, message: str) -> None:
        found.problems.append(Problem(where, line, 1, "", message))

    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        mark = SECTION.search(line)
        if not mark:
            content += bool(line.strip())
            continue
        kind, name = mark.groups()
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            refuse(number, f"section {shown(name)} is badly named; allowed: snake_case; rename it")
        elif kind == "start":
            if name in found.sections:
                first = found.sections[name]
                message = f"section {shown(name)} starts twice (first on line {first}); rename one"
                refuse(number, message)
            found.sections[name] = number
            opened[name] = (number, content)
        elif name not in opened:
            refuse(number, f"section {shown(name)} ends here but never starts; add its start")
        else:
            _, before = opened.pop(name)
            if content == before:
                refuse(number, f"section {shown(name)} is empty; put code into it or delete it")
    for name, (number, _) in opened.items():
        refuse(number, f"section {shown(name)} never ends; add `[end:{name}]` below it")
    return found


def calls(path: Path, root: Path) -> Iterator[Call]:
    """Yield the macros that a page calls, in their order."""
    where = path.relative_to(root).as_posix()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        for match in _CALL.finditer(line):
            try:
                call = ast.parse(match[1], mode="eval").body
            except SyntaxError:
                continue  # Jinja reports it with its own words and line.
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                values = tuple(a.value for a in call.args if isinstance(a, ast.Constant))
                yield Call(where, number, match.start() + 1, call.func.id, values)


def shown_in(path: Path, root: Path) -> dict[str, str]:
    """Return under which heading of a guide each topic's code is shown first.

    Headings are given as they are typed, without their marks; topics by the name of their code.
    """
    return _shown_in(path, root, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _shown_in(path: Path, root: Path, _changed: int) -> dict[str, str]:
    lines = path.read_text("utf-8").splitlines()
    headings = {
        number: line.lstrip("#").strip()
        for number, line in enumerate(lines, 1)
        if line.startswith(("## ", "### "))
    }
    found: dict[str, str] = {}
    for call in calls(path, root):
        above = [number for number in headings if number < call.line]
        if call.name == "snippet" and call.arguments and above:
            _, _, rest = str(call.arguments[0]).partition(":")[0].partition("/")
            topic = rest.partition("/")[0].removesuffix(".py")
            found.setdefault(topic, headings[max(above)])
    return found


def pages(root: Path) -> list[Path]:
    """Return the pages, in a fixed order."""
    return sorted((root / "docs").rglob("*.md"))


def check(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield every broken reference, every badly marked section and everything never shown."""
    root = catalogue.root
    code = snippet_files(root / "snippets")
    unreadable = [path for path in [*code, *pages(root)] if not _is_utf8(path)]
    for path in unreadable:
        message = "is not UTF-8; save the file as UTF-8"
        yield Problem(path.relative_to(root).as_posix(), 1, 1, "", message)
    if unreadable:
        return
    snippets = {found.name: found for path in code for found in [scan_snippet(path, root)]}
    for found in snippets.values():
        yield from found.problems
    files: set[str] = set()
    sections: set[tuple[str, str]] = set()
    cited = _cited(catalogue)
    for page in pages(root):
        yield from _typed_code(page, root)
        for call in calls(page, root):
            argument = str(call.arguments[0]) if call.arguments else ""
            if call.name == "snippet":
                name, _, section = argument.partition(":")
                files.add(name)
                sections.add((name, section))
                yield from _snippet(call, argument, snippets)
            elif call.name == "side_by_side":
                yield from _topic(call, argument, catalogue)
                for slug in catalogue.frameworks:
                    for path in catalogue.snippet_files(slug, argument):
                        files.add(path.relative_to(root / "snippets").as_posix())
            elif call.name == "trap":
                shown_files = _trap_files(call, catalogue)
                files |= shown_files
                sections |= {(file, way) for file in shown_files for way in ("bad", "good")}
                yield from _trap(call, shown_files, snippets)
            elif call.name == "since":
                paths = _since_files(call, catalogue)
                files |= {path.relative_to(root / "snippets").as_posix() for path in paths}
                if not paths:
                    wanted = " ".join(map(str, call.arguments))
                    yield _at(call, f"there is no code for {wanted}; correct the reference")
            elif call.name == "cite":
                cited.add(argument)
                yield from _cite(call, argument, catalogue)
    yield from _outputs(catalogue)
    if not catalogue.incomplete:  # What could not be read may be what shows or cites the rest.
        yield from _orphans(catalogue, snippets, files, sections, cited)


def _is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _at(call: Call, message: str) -> Problem:
    return Problem(call.file, call.line, call.column, "", message)


def _snippet(call: Call, argument: str, snippets: dict[str, SnippetFile]) -> Iterator[Problem]:
    name, _, section = argument.partition(":")
    if name not in snippets:
        message = f"snippets/{name} does not exist; {nearest(name, snippets)}correct the reference"
        yield _at(call, message)
    elif re.fullmatch(r"[-\d:,]+", section):
        message = f"refers to line numbers ({argument}); allowed: a section's name; mark a section"
        yield _at(call, message)
    elif section and section not in snippets[name].sections:
        known = ", ".join(snippets[name].sections) or "none"
        message = (
            f"snippets/{name} has no section {shown(section)} (it has: {known}); "
            f"{nearest(section, snippets[name].sections)}correct the reference or mark the section"
        )
        yield _at(call, message)


def _topic(call: Call, argument: str, catalogue: Catalogue) -> Iterator[Problem]:
    if argument not in catalogue.topics and "topics" not in catalogue.incomplete:
        message = (
            f"there is no topic {shown(argument)}; allowed: {', '.join(catalogue.topics)}; "
            f"{nearest(argument, catalogue.topics)}correct it"
        )
        yield _at(call, message)


def _trap_files(call: Call, catalogue: Catalogue) -> set[str]:
    """Return the files of the trap that a page shows, below `snippets/`."""
    framework, name = [*map(str, call.arguments), "", ""][:2]
    paths = catalogue.trap_files(framework, name) if framework and name else []
    return {path.relative_to(catalogue.root / "snippets").as_posix() for path in paths}


def _since_files(call: Call, catalogue: Catalogue) -> list[Path]:
    framework, release = [*map(str, call.arguments), "", ""][:2]
    return catalogue.since_files(framework, release) if framework and release else []


def _trap(call: Call, files: set[str], snippets: dict[str, SnippetFile]) -> Iterator[Problem]:
    wanted = "/traps/".join(map(str, call.arguments))
    if not files:
        known = sorted(
            {
                "/".join(name.split("/")[:3]).removesuffix(".py")
                for name in snippets
                if "/traps/" in name
            }
        )
        message = f"there is no trap snippets/{wanted}; {nearest(wanted, known)}correct it"
        yield _at(call, message)
        return
    marked = [section for name in sorted(files) for section in snippets[name].sections]
    for way in ("bad", "good"):
        if marked.count(way) != 1:
            message = (
                f"snippets/{wanted} has {marked.count(way)} sections {shown(way)}; "
                "allowed: one; mark what falls into the trap as bad, and what does not as good"
            )
            yield _at(call, message)


def _cite(call: Call, argument: str, catalogue: Catalogue) -> Iterator[Problem]:
    if argument not in catalogue.sources and "sources" not in catalogue.incomplete:
        message = (
            f"there is no source {shown(argument)} in data/sources.yml; "
            f"{nearest(argument, catalogue.sources)}correct it, or add the source there"
        )
        yield _at(call, message)


def _typed_code(page: Path, root: Path) -> Iterator[Problem]:
    where = page.relative_to(root).as_posix()
    fence, opened = "", 0
    for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        if _RAW_INCLUDE.match(line):  # Even in a fence of text.
            message = 'includes code by hand; write {@ snippet("file.py:section") @} instead'
            yield Problem(where, number, 1, "", message)
        match = _FENCE.match(line)
        if not match:
            continue
        if fence:
            if match[1].startswith(fence) and not match[2]:
                fence = ""
        else:
            fence, opened = match[1], number
            if match[2] not in TEXT_FENCES:
                allowed = ", ".join(sorted(TEXT_FENCES - {""}))
                message = (
                    f"types code into a page (found {match[2]}); allowed fences: {allowed}; "
                    "put the code under snippets/ and include it by {@ snippet(…) @}"
                )
                yield Problem(where, number, 1, "", message)
    if fence:
        yield Problem(where, opened, 1, "", "a code fence never ends; close it")


def _cited(catalogue: Catalogue) -> set[str]:
    used = {publication.source for publication in catalogue.publications.values()}
    used |= {claim.source for claim in catalogue.claims.values() if claim.source}
    for framework in catalogue.frameworks.values():
        facts = [getattr(framework.facts, name) for name in type(framework.facts).model_fields]
        single = [framework.install, framework.request]
        rows = [*facts, *single, *framework.current, *framework.branches]
        used |= {row.source for row in rows}
    for table in (catalogue.features, catalogue.traits):
        for entry in table.values():
            used |= {cell.source for cell in entry.cells.values() if cell.source}
    return used


def _outputs(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield outputs that a topic names and no contract wrote down, and files that none names."""
    snippets = catalogue.root / "snippets"
    expected: set[Path] = set()
    for topic in catalogue.topics.values():
        for slug in catalogue.frameworks:
            if not catalogue.snippet_files(slug, topic.id):
                continue
            for name in topic.outputs:
                path = catalogue.output_file(slug, topic.id, name)
                expected.add(path)
                if not path.is_file():
                    line = catalogue.line("data/topics.yml", topic.id, "outputs", name)
                    message = (
                        f"snippets/{path.relative_to(snippets).as_posix()} does not exist; "
                        f"run `make outputs K={topic.id}`, which writes it"
                    )
                    yield Problem("data/topics.yml", line, 3, f"{topic.id}.outputs.{name}", message)
    if "topics" in catalogue.incomplete or "framework" in catalogue.incomplete:
        return
    for path in sorted(set(snippets.glob("*/*.txt")) - expected):
        where = path.relative_to(catalogue.root).as_posix()
        message = (
            "no topic names this output; add it to `outputs:` in data/topics.yml, or delete it"
        )
        yield Problem(where, 1, 1, "", message)


def _orphans(
    catalogue: Catalogue,
    snippets: dict[str, SnippetFile],
    files: set[str],
    sections: set[tuple[str, str]],
    cited: set[str],
) -> Iterator[Problem]:
    for name, found in snippets.items():
        if name not in files and (catalogue.root / "snippets" / name).stat().st_size:
            message = "no page shows this file; include it by {@ snippet(…) @} or delete it"
            yield Problem(f"snippets/{name}", 1, 1, "", message)
        for section, line in found.sections.items():
            if (name, section) not in sections:
                message = (
                    f"no page shows section {shown(section)}; "
                    f'include it by {{@ snippet("{name}:{section}") @}} or delete its marks'
                )
                yield Problem(f"snippets/{name}", line, 1, "", message)
    document = catalogue.documents.get("data/sources.yml")
    for source in catalogue.sources:
        if document and source not in cited:
            line = catalogue.line("data/sources.yml", source)
            message = "nothing refers to this source; use it or delete the row"
            yield Problem("data/sources.yml", line, 3, source, message)
