"""`mkdocs build` leaves the last good site as it was until a new one is complete.

The new site is written to a folder of its own beside the old one, and the two change places only
after a build without a mistake. Nothing is ever removed but a folder that was made here.
"""

import shutil
import tempfile
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

PREFIX = ".new-site-"


class Build:
    """The folders of the running build; None while there is nothing to move or to remove."""

    wanted = False
    target: Path | None = None
    folder: Path | None = None
    complete = False


def on_startup(command: str, **_: object) -> None:
    """Take part in `mkdocs build` only: the server has a way of its own."""
    Build.wanted = command == "build"


@event_priority(100)
def on_config(config: MkDocsConfig) -> None:
    """Build into a new folder beside the one that was asked for."""
    if Build.wanted and Build.folder is None:
        target = Path(config.site_dir).absolute()
        target.parent.mkdir(parents=True, exist_ok=True)
        Build.target = target
        Build.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=target.parent))
        config.site_dir = str(Build.folder)


@event_priority(-100)
def on_post_build(**_: object) -> None:
    """Note that all pages are written; strict mode may still refuse them."""
    Build.complete = True


def on_build_error(**_: object) -> None:
    """Note that the build has failed."""
    Build.complete = False


def on_shutdown() -> None:
    """Put the new site in the old one's place, or drop it."""
    new, target = Build.folder, Build.target
    Build.folder = Build.target = None
    if new is None or target is None or not new.name.startswith(PREFIX):
        return
    if not Build.complete:
        shutil.rmtree(new)
        return
    new.chmod(0o755)  # mkdtemp makes folders that only their owner may read.
    if target.exists():
        old = Path(tempfile.mkdtemp(prefix=PREFIX, dir=target.parent))
        target.rename(old / "site")
        new.rename(target)
        shutil.rmtree(old)
    else:
        new.rename(target)
