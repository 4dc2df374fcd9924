"""What is wrong in a file, where, and how to mend it: one line for the person who can."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in one place.

    Sorting problems sorts them by file, line and column, which is the order of reading.
    """

    file: str
    """Path from the project's root, with forward slashes."""
    line: int
    """Line, counted from 1."""
    column: int
    """Column, counted from 1."""
    field: str
    """The field as a reader would say it, such as `websockets.cells.flask.support`."""
    message: str
    """What is wrong (what was found); what is allowed; did you mean; how to mend it."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        return (
            f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"
        )


class DataError(Exception):
    """Raised where a value is asked for and the data files are wrong; holds every problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `did you mean "…"?; ` for the nearest known word, or nothing if none is near."""
    match = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f'did you mean "{match[0]}"?; ' if match else ""


def printable(text: str, limit: int = 60) -> str:
    """Return text as it may stand in a message: on one line, printable and short."""
    text = "".join(ch if ch.isprintable() else repr(ch)[1:-1] for ch in text[: limit + 1])
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def shown(value: object, limit: int = 60) -> str:
    """Return a value as it is quoted in a message: on one line, printable and short."""
    text = printable(value if isinstance(value, str) else repr(value), limit)
    return f'"{text}"' if isinstance(value, str) else text


def unknown(what: str, word: object, known: Iterable[str]) -> LookupError:
    """Return the error for a name that does not exist; it names those that do."""
    known = list(known)
    hint = nearest(str(word), known)
    return LookupError(f"there is no {what} {shown(word)}; {hint}allowed: {', '.join(known)}")
