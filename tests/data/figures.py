"""Finds numbers in a document that may be figures of performance, and what each of them says."""

import re

_NUMBER = r"[~$]?\d[\d,]*(?:\.\d+)?[KM]?\+?"
_UNIT = (
    r"(?:RPS|req/s|msg/s|messages/second|queries/second|ms|MB|GB|s|seconds|%|x|hours?|min|minutes"
    r"|days|weeks|[Uu]sers|concurrent|connections|cores|Gigabit|items|requests)"
)
_RANGE = rf"{_NUMBER}(?:[-–]{_NUMBER})?"
_WITH_UNIT = re.compile(rf"(?<![\w.,$/:{{-])({_RANGE})(?:\s?{_UNIT}(?![\w{{}}]))")
_LABELLED = re.compile(r"(?:Duration|Success|Failures|RPS): (\d[\d.]*)")
_IN_CELL = re.compile(rf"(?<![\w.,$/:-])({_RANGE})(?=$|[^\w.])")
_STARS = re.compile(r"⭐+")


def candidates(text: str) -> dict[int, list[str]]:
    """Return the numbers of a document by line, as they are spelled.

    A number counts if a unit of performance, cost, time or load follows it, if a word such as
    `Duration:` stands before it, or if it stands in a row of a table; so does a row of stars.
    """
    found: dict[int, list[str]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*\|", line):
            plain = re.sub(r"`[^`]*`|\*\*|\{[^}]*\}", "", line)
            spans = [(m.start(), m[0]) for m in _STARS.finditer(plain)]
            marks = [*_WITH_UNIT.finditer(plain), *_IN_CELL.finditer(plain)]
        else:
            spans = []
            marks = [*_WITH_UNIT.finditer(line), *_LABELLED.finditer(line)]
        spans += {m.start(1): m[1] for m in marks}.items()
        if spans:
            found[number] = [said for _, said in sorted(spans)]
    return found


def amount(said: str) -> tuple[float, float | None]:
    """Return what a spelled number says: its value, and the end of its range if it is one."""
    if said.startswith("⭐"):
        return float(len(said)), None
    ends = [_plain(part) for part in re.split(r"[-–]", said)]
    return ends[0], ends[1] if len(ends) > 1 else None


def _plain(part: str) -> float:
    part = part.strip("~$+").replace(",", "")
    scale = {"K": 1e3, "M": 1e6}.get(part[-1], 1)
    return float(part.rstrip("KM")) * scale
