"""`mkdocs serve` shows a save within a second and outlives every bad one.

Each rebuild goes to a temporary folder, which is served only if the build succeeded. If it did
not, the last good site stays, and every page of it says at the top what is wrong until mended.
Folders are removed by the objects that made them, never by a path.
"""

import logging
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

CHANGES: list[type[FileSystemEvent]] = [
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
PASSING = (".pyc", ".swp", ".swx", ".tmp", ".db", ".db-journal", "~")
STYLE = (
    "background:#7a1418;border-bottom:3px solid #f2928f;color:#fff;font:16px/1.5 monospace;left:0;"
    "max-height:60vh;overflow:auto;padding:1em 1.5em;position:fixed;right:0;top:0;"
    "white-space:pre-wrap;z-index:99"
)
BANNER = (
    f'<div role="alert" style="{STYLE}"><strong>This is the last good site. '
    "The newest save has an error:</strong>\n%s</div>"
)

log = get_plugin_logger("site")


class Site:
    """The temporary folders of rebuilds; the first build goes to one that MkDocs made."""

    served: TemporaryDirectory[str] | None = None
    newest: TemporaryDirectory[str] | None = None
    awaited = False


def on_startup(command: str, **_: object) -> None:
    """Write no bytecode: two saves within one second could leave a stale file behind."""
    if command == "serve":
        sys.dont_write_bytecode = True


def on_config(config: MkDocsConfig) -> None:
    """Give each rebuild a folder of its own inside the one that MkDocs removes at the end."""
    if Site.awaited:
        Site.newest = TemporaryDirectory(prefix=".rebuild-", dir=config.site_dir)
        config.site_dir = Site.newest.name


def on_serve(server: LiveReloadServer, builder: Callable[[], None], **_: object) -> None:
    """Make MkDocs' own server one that keeps calm."""
    Site.awaited = True
    server.__class__ = CalmServer
    server.build_delay = 0.04
    if isinstance(server, CalmServer):
        server.take_over(builder)


def on_shutdown() -> None:
    """Remove what rebuilds have left."""
    drop_newest()
    Site.newest, Site.served = Site.served, None
    drop_newest()


def drop_newest() -> None:
    """Remove the folder of a rebuild that is not served: it failed, or a newer one took over."""
    if Site.newest:
        Site.newest.cleanup()
    Site.newest = None


class CalmServer(LiveReloadServer):
    """MkDocs' server, but it hears of changes at once, and a failed build is a banner."""

    def take_over(self, builder: Callable[[], None]) -> None:
        """Begin with the site that MkDocs has just built.

        Pages are read through a link that is turned to a new folder in one step: a request that
        came before a rebuild and is answered after it finds the page, and finds it new.
        """
        self.trouble: list[str] = []
        self.link = Path(self.root, ".served")
        self.turn_to(self.root)
        self.root = str(self.link)
        self.builder = lambda: self.rebuild(builder)
        self.error_handler = self.error_page
        paths = list(self._watched_paths)
        if can_notify(paths):
            vars(self)["observer"] = Observer()
        else:
            log.info("Changes are found by polling, which takes longer")
            self.observer.unschedule_all()
        self._watched_paths.clear()
        for path in paths:
            self.watch(path)

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:
        """Rebuild when a file under the path changes."""
        path = str(Path(path).absolute())
        self._watched_paths[path] = self._watched_paths.get(path, 0) + 1
        if self._watched_paths[path] == 1:
            self._watch_refs[path] = self.observer.schedule(
                Doorbell(self), path, recursive=recursive, event_filter=CHANGES
            )

    def rebuild(self, builder: Callable[[], None]) -> None:
        """Build, and serve the result if it is whole; keep what was said if it is not."""
        said = Listener()
        logging.getLogger("mkdocs").addHandler(said)
        try:
            builder()
        except (Exception, SystemExit) as error:
            if not said.lines:
                log.error("%s: %s", type(error).__name__, error)
            self.trouble = said.lines
            log.info("The last good site stays until this is mended")
        else:
            self.trouble = []
            if Site.newest:
                Site.served, Site.newest = Site.newest, Site.served
                self.turn_to(Site.served.name)
        finally:
            logging.getLogger("mkdocs").removeHandler(said)
            drop_newest()

    def turn_to(self, folder: str) -> None:
        """Serve another folder from now on."""
        turned = self.link.with_name(".turned")
        turned.symlink_to(folder, target_is_directory=True)
        turned.replace(self.link)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """Add MkDocs' reloading script, and the banner if there is something to say."""
        add_script: Callable[[bytes, int], bytes] = super()._inject_js_into_html
        page = add_script(content, epoch)
        if not self.trouble:
            return page
        start = page.find(b">", page.find(b"<body")) + 1
        return page[:start] + (BANNER % escape("\n".join(self.trouble))).encode() + page[start:]

    def error_page(self, code: int) -> bytes | None:
        """Return the site's own page for an error; it reloads by itself as others do."""
        page = Path(self.root, f"{code}.html")
        return self._inject_js_into_html(page.read_bytes(), self._visible_epoch)


class Doorbell(FileSystemEventHandler):
    """Ask the server for a rebuild."""

    def __init__(self, server: CalmServer) -> None:
        self.server = server

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Ring, unless it was only an editor's or Python's own file."""
        path = Path(str(event.src_path))
        if event.is_directory or path.name.endswith(PASSING) or path.name.startswith("."):
            return
        with self.server._rebuild_cond:
            self.server._want_rebuild = True
            self.server._rebuild_cond.notify_all()


class Listener(logging.Handler):
    """Keep what a build warns of: in strict mode each of it is an error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.lines.append(record.getMessage())


def can_notify(paths: list[str]) -> bool:
    """Tell whether the system can report changes under the paths."""
    probe = Observer()
    try:
        for path in paths:
            probe.schedule(FileSystemEventHandler(), path, recursive=True)
        probe.start()
    except OSError:
        return False
    probe.stop()
    return True
