"""How long code is, in lines that say something."""

import ast
import io
import tokenize
from functools import lru_cache
from pathlib import Path


def count_lines(path: Path) -> int:
    """Count the lines of a file that say something: no blank lines, comments or docstrings."""
    return _count(path.read_text("utf-8"), path.suffix == ".py")


@lru_cache(maxsize=1024)
def _count(text: str, is_python: bool) -> int:
    if not is_python:
        return sum(bool(line.strip()) for line in text.splitlines())
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    skipped |= {tokenize.ENCODING, tokenize.ENDMARKER}
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in skipped:
            lines |= set(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                lines -= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return len(lines)
