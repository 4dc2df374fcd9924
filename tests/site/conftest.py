"""The site, built once a session from a copy of the project."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

LEFT = {".git", ".venv", "site", "tests", "bench"}
"""What a build does not need; every other hidden folder is a cache."""


@dataclass(frozen=True)
class Copy:
    """A copy of the project, and what building it said."""

    root: Path
    code: int = 0
    output: str = ""

    @property
    def site(self) -> Path:
        """The folder of the built site."""
        return self.root / "site"

    def build(self) -> "Copy":
        """Build the site; return the outcome."""
        result = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict"],
            cwd=self.root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Copy(self.root, result.returncode, result.stdout)

    def files(self) -> dict[str, bytes]:
        """Return the built site."""
        return {
            path.relative_to(self.site).as_posix(): path.read_bytes()
            for path in sorted(self.site.rglob("*"))
            if path.is_file()
        }


def copied(root: Path) -> Copy:
    """Copy what a build needs."""

    def left(folder: str, names: list[str]) -> set[str]:
        top = LEFT & set(names) if Path(folder) == ROOT else set()
        caches = {name for name in names if name.endswith(("_cache", "__pycache__", ".db"))}
        return top | caches

    shutil.copytree(ROOT, root, ignore=left)
    return Copy(root)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The project with its site built; whoever changes it has to put it back."""
    copy = copied(tmp_path_factory.mktemp("site") / "project").build()
    assert copy.code == 0, copy.output
    return copy


@pytest.fixture(scope="session")
def built_again(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The same, in another place."""
    return copied(tmp_path_factory.mktemp("elsewhere") / "copy-of-the-project").build()
