"""Writes down what the contracts were run on, after all of them have passed."""

import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fieldguide.catalogue import Catalogue
from fieldguide.schema import first_line_of

MAIN_PYTHON = "3.11"
"""The Python version on which everything is tested; more may be recorded beside it."""


def installed(catalogue: Catalogue) -> dict[str, str]:
    """Return the version of each installed package that a framework or a topic names."""
    names = {name for framework in catalogue.frameworks.values() for name in framework.packages}
    for topic in catalogue.topics.values():
        for cell in topic.cells.values():
            names |= set(cell.packages)
    found: dict[str, str] = {}
    for name in sorted(names):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def this_python() -> str:
    """Return the version of the running Python, such as `3.11`."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def is_current(catalogue: Catalogue) -> bool:
    """Return whether the record for the running Python names what is installed, and all topics."""
    tested = catalogue.tested.get(this_python())
    return (
        tested is not None
        and tested.packages == installed(catalogue)
        and tested.topics == list(catalogue.topics)
    )


def record(catalogue: Catalogue) -> Path:
    """Write `data/tested/<python>.yml` for the running Python; return its path.

    If the versions and topics are those of the last record, its day stays as well.
    """
    python = this_python()
    path = catalogue.root / "data" / "tested" / f"{python}.yml"
    if is_current(catalogue):
        return path
    lines = [
        first_line_of("tested"),
        "# Written by `make record` after all contracts have passed.",
        f'python: "{python}"',
        f"recorded: {datetime.now(UTC).date()}",
        "packages:",
        *(f'  {name}: "{found}"' for name, found in installed(catalogue).items()),
        "topics:",
        *(f"  - {topic}" for topic in catalogue.topics),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
