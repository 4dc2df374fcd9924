"""While serving, keep the HTML of pages that an edit did not touch.

A page's HTML follows from its Markdown after macros, the snippet files it includes, the set of
pages it may link to, and the configuration. All of these are its key here; a page that logged a
warning is rendered every time. A page that documents Python objects is rendered every time too, but
an object's own HTML is kept until its file or the configuration changes.
"""

import logging
import re
from collections.abc import Callable, Hashable
from copy import deepcopy
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocstrings import Handlers
from mkdocstrings_handlers.python import PythonHandler

KEPT = ("content", "toc", "_title_from_render", "present_anchor_ids", "links_to_anchors")
SNIPPET = re.compile(r"""--8<--\s+["']([^"':]+)""")
BLOCK = re.compile(r"^\s*--8<--\s*$", re.MULTILINE)

_cache: dict[str, tuple[Hashable, dict[str, object]]] = {}
_get_handler: Any = Handlers.get_handler
_render_object: Any = PythonHandler.render


class Objects:
    """What is known of documented Python objects, as long as their files stay as they are."""

    settings: Hashable = None
    files: Hashable = None
    handlers: dict[str, Any] = {}
    rendered: dict[Hashable, tuple[str, Any]] = {}

    @classmethod
    def forget(cls) -> None:
        """Have everything read and rendered anew."""
        cls.handlers.clear()
        cls.rendered.clear()


class Listener(logging.Handler):
    """Hear whether anything was logged that a second rendering would have to say again."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.heard = False

    def emit(self, record: logging.LogRecord) -> None:
        """Take note."""
        self.heard = True


@event_priority(-100)
def on_startup(command: str, dirty: bool) -> None:
    """Put the cache around rendering, in `mkdocs serve` only."""
    if command == "serve" and not dirty:
        places: list[tuple[type, str, object]] = [
            (Page, "render", remembering(Page.render)),
            (Handlers, "get_handler", get_handler),
            (PythonHandler, "render", render_object),
        ]
        for owner, name, function in places:
            setattr(owner, name, function)


@event_priority(50)
def on_config(config: MkDocsConfig) -> None:
    """Have Python files read anew if one has changed, and everything if the configuration has."""
    root = Path(config.config_file_path).parent
    settings = stamp(Path(config.config_file_path))
    python = sorted([*root.glob("*.py"), *root.glob("fieldguide/*.py")])
    files = tuple((path, stamp(path)) for path in python)
    if settings != Objects.settings:
        Objects.forget()
    if files != Objects.files:
        Objects.handlers.clear()
    Objects.settings, Objects.files = settings, files


def get_handler(handlers: Handlers, name: str, handler_config: dict[str, Any] | None = None) -> Any:
    """Return mkdocstrings' handler of a language, which keeps the modules that it has read."""
    known = Objects.handlers.get(name)
    if known and name not in handlers._handlers:
        known.mdx, known.mdx_config = handlers._mdx, handlers._mdx_config
        handlers._handlers[name] = known
    Objects.handlers[name] = _get_handler(handlers, name, handler_config)
    return Objects.handlers[name]


def render_object(
    handler: PythonHandler, data: Any, options: Any, locale: str | None = None
) -> str:
    """Return the HTML of a Python object, and hand over its headings."""
    key = (data.path, repr(options), locale, stamp(Path(data.filepath)))
    if key in Objects.rendered:
        html, headings = Objects.rendered[key]
        handler._headings.extend(deepcopy(headings))
        return str(html)
    before = len(handler._headings)
    html = _render_object(handler, data, options, locale=locale)
    Objects.rendered[key] = html, deepcopy(handler._headings[before:])
    return str(html)


def remembering(
    render: Callable[[Page, MkDocsConfig, Files], None],
) -> Callable[[Page, MkDocsConfig, Files], None]:
    """Return a `Page.render` that renders only what it has not rendered before."""

    def render_or_recall(page: Page, config: MkDocsConfig, files: Files) -> None:
        key, known = key_of(page, config, files), _cache.pop(page.file.src_uri, None)
        if key is None or known is None or known[0] != key:
            listener = Listener()
            logging.getLogger("mkdocs").addHandler(listener)
            try:
                render(page, config, files)
            finally:
                logging.getLogger("mkdocs").removeHandler(listener)
            result = {name: value for name, value in vars(page).items() if name in KEPT}
            known = None if listener.heard else (key, result)
            if listener.heard:
                Objects.forget()
        else:
            vars(page).update(known[1])
        if known:
            _cache[page.file.src_uri] = known

    return render_or_recall


def key_of(page: Page, config: MkDocsConfig, files: Files) -> Hashable | None:
    """Return what the page's HTML follows from, or None if that cannot be told."""
    text = page.markdown or ""
    if ":::" in text or BLOCK.search(text):
        return None
    settings = Path(config.config_file_path)
    return (
        text,
        page.meta.get("title"),
        stamp(settings),
        tuple(file.src_uri for file in files),
        tuple((name, stamp(settings.parent / "snippets" / name)) for name in SNIPPET.findall(text)),
    )


def stamp(path: Path) -> Hashable:
    """Return what changes whenever the file does."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
