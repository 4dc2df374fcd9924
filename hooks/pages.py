"""While serving, keep the HTML of pages that an edit did not touch.

A page's HTML follows from its Markdown after macros, the snippet files it includes, the set of
pages it may link to, and the configuration. All of these are its key here; a page that documents
Python objects, or that logged a warning, is rendered every time.
"""

import logging
import re
from collections.abc import Callable, Hashable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

KEPT = ("content", "toc", "_title_from_render", "present_anchor_ids", "links_to_anchors")
SNIPPET = re.compile(r"""--8<--\s+["']([^"':]+)""")
BLOCK = re.compile(r"^\s*--8<--\s*$", re.MULTILINE)

_cache: dict[str, tuple[Hashable, dict[str, object]]] = {}


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
        for name, function in {"render": remembering(Page.render)}.items():
            setattr(Page, name, function)


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
