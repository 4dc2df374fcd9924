"""Mends what a machine can mend: generated schemas, each file's first line, the order of rows."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fieldguide import strict_yaml
from fieldguide.catalogue import KINDS
from fieldguide.model import Group
from fieldguide.schema import first_line, schema_path, schema_text


def fix(root: Path) -> list[Path]:
    """Rewrite what can be mended below `root`; return the files that changed, sorted.

    A file that cannot be read is left as it is: `check` says what is wrong with it.
    """
    changed: list[Path] = []
    for kind in KINDS:
        path = schema_path(root, kind)
        path.parent.mkdir(parents=True, exist_ok=True)
        changed += _write(path, schema_text(kind))
        for file in sorted((root / "data").glob(kind.pattern)):
            document = strict_yaml.read(file, root)
            if document.problems:
                continue
            text = _with_first_line(file.read_text("utf-8-sig"), first_line(kind))
            if key := _ORDERS.get(kind.name):
                text = _sorted_rows(text, document.value, key)
            changed += _write(file, text)
    return sorted(changed)


def _group(row: dict[str, Any]) -> int:
    words = [group.value for group in Group]
    return words.index(row["group"]) if row.get("group") in words else len(words)


_ORDERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "sources": lambda row: str(row.get("id")),
    "features": _group,
    "topics": _group,
}


def _with_first_line(text: str, line: str) -> str:
    if text.startswith("# yaml-language-server:"):
        text = text.partition("\n")[2]
    return f"{line}\n{text}"


def _sorted_rows(text: str, rows: Any, key: Callable[[dict[str, Any]], Any]) -> str:
    """Sort the rows of a top-level list; a row takes along the comments and blanks above it."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return text
    lines = text.splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if re.match(r"-(\s|$)", line)]
    if len(starts) != len(rows):
        return text
    tops: list[int] = []
    for start in starts:
        top = start
        while top > 1 and (lines[top - 1].startswith("#") or not lines[top - 1].strip()):
            top -= 1
        tops.append(top)
    ends = [*tops[1:], len(lines)]
    blocks = ["".join(lines[top:end]) for top, end in zip(tops, ends, strict=True)]
    order = sorted(range(len(rows)), key=lambda index: key(rows[index]))
    if order == list(range(len(rows))):
        return text
    if not blocks[-1].endswith("\n"):
        blocks[-1] += "\n"
    return "".join(lines[: tops[0]]) + "".join(blocks[index] for index in order)


def _write(path: Path, text: str) -> list[Path]:
    if path.is_file() and path.read_text("utf-8") == text:
        return []
    path.write_text(text, "utf-8")
    return [path]
