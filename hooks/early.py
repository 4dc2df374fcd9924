"""Say what is wrong in one line each, with file, line and column, instead of a traceback."""

import logging
import re
import sys
import traceback
from collections.abc import Iterable
from difflib import get_close_matches
from importlib import import_module, invalidate_caches
from pathlib import Path
from typing import Any

import mkdocs_macros.plugin as macros
from jinja2 import TemplateSyntaxError, UndefinedError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError, PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

PACKAGE = "fieldguide"
LINK = re.compile(r"Doc file '(.+?)' contains (an? (?:\w+ )*link '(.*?)'.*)")

log = get_plugin_logger("site")
_render = Page.render
_load_modules: Any = macros.MacrosPlugin._load_modules
_trace: Any = vars(macros)["trace"]


class Project:
    """Where the project lies, what its Python files looked like, and which names a page may use."""

    root = Path()
    sources: dict[Path, int] = {}
    names: set[str] = set()


def on_startup(**_: object) -> None:
    """Stand in the places where mistakes come to light: macros.py, macros, Markdown, links."""
    places: list[tuple[Any, str, object]] = [
        (macros.MacrosPlugin, "_load_modules", load_modules),
        (macros, "format_error", macro_error),
        (macros, "trace", trace),
        (Page, "render", render),
    ]
    for owner, name, function in places:
        setattr(owner, name, function)
    logging.getLogger("mkdocs.structure.pages").addFilter(locate)


@event_priority(100)
def on_config(config: MkDocsConfig) -> None:
    """Read `fieldguide` anew if it changed, then check data and references before all else."""
    Project.root = Path(config.config_file_path).parent
    forget_changed()
    if str(Project.root) not in sys.path:
        sys.path.insert(0, str(Project.root))
    try:
        problems = import_module(f"{PACKAGE}.check").problems(Project.root)
    except Exception as error:
        raise PluginError(describe(error)) from None
    if problems:
        raise PluginError(listed(problems))


@event_priority(-100)
def on_pre_build(config: MkDocsConfig) -> None:
    """Learn the names a page may use, for the message about one that it may not."""
    plugin: Any = config.plugins["macros"]
    Project.names = {*plugin.macros, *plugin.variables}


def forget_changed() -> None:
    """Drop `fieldguide` from memory if a file of it changed; what it caches goes by content."""
    found = {path: path.stat().st_mtime_ns for path in (Project.root / PACKAGE).rglob("*.py")}
    if found != Project.sources:
        invalidate_caches()
        for name in [*sys.modules]:
            if name == PACKAGE or name.startswith(f"{PACKAGE}."):
                del sys.modules[name]
    Project.sources = found


def listed(lines: Iterable[object]) -> str:
    """Return the lines under a count, each on a line of its own."""
    texts = [str(line) for line in lines]
    return "\n".join([f"{len(texts)} problem{'s' * (len(texts) != 1)}:", *texts])


def describe(error: Exception) -> str:
    """Return an exception as one line that starts with the place in the project that raised it."""
    if isinstance(error, SyntaxError) and error.filename:
        place = f"{relative(error.filename)}:{error.lineno}:{error.offset or 1}"
        return f"{place}: {type(error).__name__}: {error.msg}"
    ours = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not relative(frame.filename).startswith(("/", "<", ".", "hooks/"))
    ]
    text = f"{type(error).__name__}: {error}"
    if not ours:
        return text
    return f"{relative(ours[-1].filename)}:{ours[-1].lineno}:{(ours[-1].colno or 0) + 1}: {text}"


def relative(filename: str) -> str:
    """Return a path from the project's root, or the path itself where it lies elsewhere."""
    path = Path(filename)
    is_ours = path.is_relative_to(Project.root)
    return path.relative_to(Project.root).as_posix() if is_ours else filename


def load_modules(plugin: macros.MacrosPlugin) -> None:
    """Load macros.py; a mistake in it, or in what it imports, becomes one line."""
    try:
        _load_modules(plugin)
    except Exception as error:
        cause = error
        while isinstance(cause.__context__, Exception):
            cause = cause.__context__
        raise PluginError(describe(cause)) from None


def macro_error(error: Exception, markdown: str, page: Page) -> str:
    """Return a macro's failure as `docs/page.md:line:column: what happened`."""
    lines = markdown.splitlines()
    if isinstance(error, TemplateSyntaxError):
        inside, text = error.lineno, f"macro syntax: {error.message}"
    else:
        frames = traceback.extract_tb(error.__traceback__)
        inside = next((f.lineno or 1 for f in frames if f.filename == "<template>"), 1)
        text = str(error) if isinstance(error, UndefinedError) else describe(error)
    line = lines[inside - 1] if inside <= len(lines) else ""
    column = max(line.find("{@"), 0) + 1
    if unknown := re.fullmatch(r"'(\w+)' is undefined", text):
        column = max(line.find(unknown[1]), 0) + 1
        near = get_close_matches(unknown[1], Project.names, n=3)
        text = f'there is no macro or variable "{unknown[1]}"'
        text += f"; did you mean {', '.join(near)}?" if near else ""
    called = re.search(r"\{@%?\s*(\w+)", line)
    macro = f"{called[1]}: " if called and called[1] not in text else ""
    above = max(page.file.content_string.count("\n") - markdown.count("\n"), 0)
    return f"docs/{page.file.src_uri}:{inside + above}:{column}: {macro}{text}"


def trace(*args: object, **options: str) -> str:
    """Log a macro's failure as an error of its own; pass everything else on."""
    if args[0] != "ERROR":
        return str(_trace(*args, **options))
    log.error("%s", args[1])
    return str(args[1])


def locate(record: logging.LogRecord) -> bool:
    """Start MkDocs' warning about a link with the line and column where the link is written."""
    if found := LINK.match(record.getMessage()):
        page, text, link = found.groups()
        before, here, _ = (Project.root / "docs" / page).read_text("utf-8").partition(link)
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        place = f"{line}:{column}" if here else "1:1"
        record.msg, record.args = f"docs/{page}:{place}: {text}", None
    return True


def render(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Render a page's Markdown; a mistake that stops it becomes one line."""
    try:
        _render(page, config, files)
    except BuildError:
        raise
    except Exception as error:
        raise PluginError(f"docs/{page.file.src_uri}:1:1: {describe(error)}") from None
