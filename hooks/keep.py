"""`mkdocs build` leaves the last good site as it was until a new one is complete.

The new site grows in a temporary folder beside the old one, and the two change places only after a
build without a mistake. What is removed is that temporary folder, by the object that made it; a
folder that is no earlier site is refused before anything happens.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger

PARTS = {"404.html", "assets", "index.html", "sitemap.xml"}
"""What every built site holds; a folder that lacks one of these is somebody's own."""

log = get_plugin_logger("site")


class Build:
    """The running build."""

    wanted = False
    complete = False
    target = Path()
    scratch: TemporaryDirectory[str] | None = None


def on_startup(command: str, dirty: bool) -> None:
    """Take part in a full `mkdocs build` only: the server has a way of its own."""
    Build.wanted = command == "build" and not dirty


@event_priority(100)
def on_config(config: MkDocsConfig) -> None:
    """Build into a new folder beside the one that was asked for."""
    if not Build.wanted or Build.scratch:
        return
    Build.target = Path(config.site_dir).resolve()
    if not may_replace(Build.target, Path(config.docs_dir).resolve()):
        message = f"{config.site_dir} holds something that is no built site; name an empty folder"
        raise PluginError(message)
    Build.target.parent.mkdir(parents=True, exist_ok=True)
    Build.scratch = TemporaryDirectory(prefix=".new-site-", dir=Build.target.parent)
    new = Path(Build.scratch.name, "new")
    new.mkdir()
    config.site_dir = str(new)


@event_priority(-100)
def on_post_build(**_: object) -> None:
    """Note that all pages are written; strict mode may still refuse them."""
    Build.complete = True


def on_build_error(**_: object) -> None:
    """Note that the build has failed."""
    Build.complete = False


def on_shutdown() -> None:
    """Put the new site in the old one's place if it is whole."""
    scratch, Build.scratch = Build.scratch, None
    if scratch is None:
        return
    with scratch as folder:
        if Build.complete:
            exchange(Path(folder, "new"), Build.target, Path(folder, "old"))
            log.info("The new site is at %s", Build.target)


def may_replace(target: Path, docs: Path) -> bool:
    """Tell whether a folder can go: it is not there, or empty, or a built site and no more."""
    if docs.is_relative_to(target):
        return False
    if not target.exists():
        return True
    names = {path.name for path in target.iterdir()} if target.is_dir() else {target.name}
    return not names or (names >= PARTS and not any(name.startswith(".") for name in names))


def exchange(new: Path, target: Path, old: Path) -> None:
    """Move a folder to its place; what stood there goes aside, and comes back if that fails."""
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except BaseException:
        if old.exists():
            old.rename(target)
        raise
