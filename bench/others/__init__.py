"""Frameworks outside this guide, measured for scale, in environments of their own.

An environment is made when a row first needs it, from pinned versions with hashes. Where that
cannot be done, the row says why and everything else is measured.
"""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
LONGEST = 300
"""Seconds that an environment may take."""


def home(root: Path, name: str) -> Path:
    """Return the folder of an environment."""
    return root / f".venv-{name}"


def program(root: Path, name: str, word: str) -> str:
    """Return the path of a program of an environment."""
    if name == "node":
        return shutil.which("node") or "node"
    return str(home(root, name) / "bin" / word)


def missing(root: Path, name: str) -> str | None:
    """Make an environment unless it is there; return why it cannot be, or None if all is well."""
    folder = home(root, name)
    ready = folder / ".ready"
    pins = HERE / ("package-lock.json" if name == "node" else f"{name}.txt")
    if ready.is_file() and ready.stat().st_mtime >= pins.stat().st_mtime:
        return None
    if name == "node" and not (shutil.which("node") and shutil.which("npm")):
        return "Not measured here: Node.js and npm are not installed."
    try:
        for arguments in _commands(folder, name, pins):
            subprocess.run(arguments, check=True, capture_output=True, timeout=LONGEST, cwd=folder)
    except (OSError, subprocess.SubprocessError) as error:
        return f"Not measured here: its environment could not be made ({type(error).__name__})."
    ready.touch()
    return None


def _commands(folder: Path, name: str, pins: Path) -> list[list[str]]:
    folder.mkdir(exist_ok=True)
    if name == "node":
        for file in (pins, HERE / "package.json"):
            shutil.copy(file, folder)
        npm = shutil.which("npm") or "npm"
        return [[npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]]
    uv = str(Path(sys.executable).with_name("uv"))
    python = str(folder / "bin" / "python")
    return [
        [uv, "venv", "--allow-existing", "--python", sys.executable, str(folder)],
        [uv, "pip", "sync", "--require-hashes", "--python", python, str(pins)],
    ]
