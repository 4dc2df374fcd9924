"""How long code is, in lines that say something."""

import ast
from functools import lru_cache
from pathlib import Path

_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def count_lines(path: Path) -> int:
    """Count the lines of a file that say something: no blank lines, comments or docstrings."""
    return _count(path.read_text("utf-8"), path.suffix == ".py")


@lru_cache(maxsize=1024)
def _count(text: str, is_python: bool) -> int:
    lines = enumerate((line.strip() for line in text.splitlines()), 1)
    if not is_python:
        return sum(bool(line) for _, line in lines)
    said = {number for number, line in lines if line and not line.startswith("#")}
    texts: set[int] = set()
    docstrings: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant | ast.JoinedStr):
            # A text counts as a whole, whatever its lines look like.
            texts |= _lines_of(node)
        elif isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            docstrings |= _lines_of(node.body[0])
    return len((said | texts) - docstrings)


def _lines_of(node: ast.expr | ast.stmt) -> set[int]:
    return {*range(node.lineno, (node.end_lineno or node.lineno) + 1)}
