"""Charts of a run: where the rounds of each row lie, with the median and its interval.

Labels stand above what they name, so that a chart needs no more width than a phone has.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from fieldguide.statistics import Interval
from fieldguide.text import escape

_WIDTH, _EDGE, _TOP, _ROW = 480, 10, 26, 42
_GAP, _DIGIT = 38, 9
"""How far the values on the axis are apart at least, and how much wider a digit makes them."""
_LANE, _MARK = 15, 6
"""In the overview: the height of a line of marks, and half of a mark's width."""

MARKS = {
    "django": "M2 2h12v12H2z",
    "drf": "M2 2h12v12H2zM4 4v8h8V4zM6.5 6.5h3v3h-3z",
    "flask": "M8 1.5 15 14H1z",
    "fastapi": "M1.5 2H6l4 6-4 6H1.5l4-6zM7.5 2H12l3.5 6L12 14H7.5l4-6z",
    "tornado": "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z",
    "sanic": "M8 1l6.1 3.5v7L8 15l-6.1-3.5v-7z",
}
"""The shape of each framework, as `site.css` draws it in tabs and tables."""
_OTHER_MARK = "M8 3.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z"


@dataclass(frozen=True)
class Point:
    """A value of a row, with the rounds that it comes from."""

    value: Interval
    rounds: Sequence[float] = ()


@dataclass(frozen=True)
class Strip:
    """A row of a chart."""

    name: str
    framework: str | None
    said: str
    """What the chart says in figures."""
    points: Sequence[Point]
    """What it draws: one value, or several that belong together."""


@dataclass(frozen=True)
class Work:
    """A scenario in the overview."""

    name: str
    said: str
    """How much work it is."""
    ratios: dict[str, Interval] = field(default_factory=dict)
    """What each framework takes, by its id, compared with the baseline."""


class Scale:
    """Where values lie between the left edge and the right one."""

    def __init__(self, values: Iterable[float], *, logarithmic: bool) -> None:
        known = [value for value in values if value > 0]
        self.logarithmic = logarithmic
        if logarithmic:
            low, high = min(known, default=1.0), max(known, default=1.0)
            room = max(math.log(high / low), 0.1) * 0.04
            self.low, self.high = math.log(low) - room, math.log(high) + room
        else:
            self.low, self.high = 0.0, max(known, default=1.0) * 1.04

    def x(self, value: float) -> float:
        """Return where a value lies; what lies outside is put on the edge."""
        place = math.log(max(value, 1e-9)) if self.logarithmic else value
        share = min(max((place - self.low) / (self.high - self.low), 0), 1)
        return round(_EDGE + share * (_WIDTH - 2 * _EDGE), 1)

    def steps(self) -> list[float]:
        """Return the values to write on the axis: round ones, not too close to each other."""
        sets = self._powers() if self.logarithmic and self.high - self.low > 1 else []
        sets += self._even()
        for steps in sets:
            places = [self.x(step) for step in steps]
            gaps = [b - a for a, b in itertools.pairwise(places)]
            longest = max((len(_step(step)) for step in steps), default=0)
            if gaps and min(gaps) >= max(_GAP, _DIGIT * longest + 8):
                return steps
        return sets[-1][:1]

    def _powers(self) -> list[list[float]]:
        """Return round values at equal ratios, the closest first."""
        first, last = math.floor(self.low / math.log(10)), math.ceil(self.high / math.log(10))
        sets = (
            ((1, 1.5, 2, 3, 4, 5, 7), 1), ((1, 1.5, 2, 3, 5, 7), 1), ((1, 1.5, 2, 3, 5), 1),
            ((1, 2, 5), 1), ((1, 3), 1),
            ((1,), 1), ((1,), 2), ((1,), 3), ((1,), 6),
        )  # fmt: skip
        return [
            [
                value
                for power in range(first - first % stride, last + 1, stride)
                for digit in digits
                if self.low <= math.log(value := digit * 10.0**power) <= self.high
            ]
            for digits, stride in sets
        ]

    def _even(self) -> list[list[float]]:
        """Return round values at equal differences, the closest first."""
        low, high = (
            (math.exp(self.low), math.exp(self.high)) if self.logarithmic else (0, self.high)
        )
        power = 10.0 ** math.floor(math.log10((high - low) / 10))
        return [
            [
                round(step * number, 9)
                for number in range(math.ceil(low / step), math.floor(high / step) + 1)
            ]
            for step in (power * digit for digit in (1, 2, 5, 10, 20, 50))
        ]


def strips(
    key: str,
    title: str,
    rows: Sequence[Strip],
    *,
    logarithmic: bool = True,
    band: float | None = None,
) -> str:
    """Return a chart with a line for each row: its rounds as dots, medians, intervals as bars.

    Args:
        key: what tells its title from others on the page.
        title: what it shows, in words.
        rows: its lines, from the top.
        logarithmic: whether equal distances are equal ratios; if not, the axis begins at 0.
        band: for ratios, what this machine cannot tell apart, as a share; drawn around 1.
    """
    drawn = [value for row in rows for point in row.points for value in _values(point)]
    scale = Scale([*drawn, *([] if band is None else [1.0])], logarithmic=logarithmic)
    height = _TOP + _ROW * len(rows) + 4
    marks = "" if band is None else _band(scale, band, height)
    marks += _axis(scale, height, one=band is not None)
    for number, row in enumerate(rows):
        marks += _strip(row, scale, _TOP + _ROW * number)
    return _svg(key, title, height, marks)


def work(key: str, title: str, rows: Sequence[Work]) -> str:
    """Return a chart with a line for each scenario, on which each framework has its mark.

    Marks that would cover each other stand below each other.
    """
    every = [edge for row in rows for ratio in row.ratios.values() for edge in _ends(ratio)]
    scale = Scale([*every, 1.0], logarithmic=True)
    marks, y = "", _TOP
    for row in rows:
        lanes = _lanes(row.ratios, scale)
        marks += _labels(row.name, row.said, y)
        for framework, lane in lanes.items():
            marks += _mark(framework, row.ratios[framework], scale, y + 18 + _LANE * lane)
        y += 36 + _LANE * (max(lanes.values(), default=0) + 1)
    return _svg(key, title, y, _axis(scale, y, one=True) + marks)


def _svg(key: str, title: str, height: float, marks: str) -> str:
    return (
        f'<svg class="results" viewBox="0 0 {_WIDTH} {round(height)}" role="img" '
        f'aria-labelledby="chart-{key}"><title id="chart-{key}">{escape(title)}; the table below '
        f"says the same</title>{marks}</svg>"
    )


def _axis(scale: Scale, height: float, *, one: bool) -> str:
    lines = ""
    for step in scale.steps():
        x, kind = scale.x(step), "one" if one and step == 1 else "grid"
        lines += (
            f'<line class="results__{kind}" x1="{x}" x2="{x}" y1="{_TOP - 6}" y2="{height:g}"/>'
            f'<text x="{x}" y="15" text-anchor="middle">{_step(step)}</text>'
        )
    return lines


def _step(value: float) -> str:
    """Return a value as the axis shows it."""
    return f"{value:,g}" if value < 1e6 else f"{value / 1e6:g}M"


def _band(scale: Scale, band: float, height: float) -> str:
    low, high = scale.x(max(1 - band, 1e-6)), scale.x(1 + band)
    return (
        f'<rect class="results__band" x="{low}" y="{_TOP - 6}" width="{max(high - low, 1):.1f}" '
        f'height="{height - _TOP + 6:g}"/>'
    )


def _labels(name: str, said: str, y: float) -> str:
    return (
        f'<text x="{_EDGE}" y="{y + 13}">{escape(name)}</text>'
        f'<text class="results__said" x="{_WIDTH - _EDGE}" y="{y + 13}" text-anchor="end">'
        f"{escape(said)}</text>"
    )


def _strip(row: Strip, scale: Scale, y: float) -> str:
    middle = y + 24
    drawn = ""
    for point in row.points:
        low, high = scale.x(point.value.low), scale.x(point.value.high)
        x = scale.x(point.value.median)
        if not point.rounds and not scale.logarithmic:  # Counted once: a bar from 0.
            width = max(x - scale.x(0), 1)
            drawn += f'<rect x="{_EDGE}" y="{middle - 6}" width="{width:.1f}" height="12"/>'
            continue
        drawn += "".join(
            f'<circle cx="{scale.x(value)}" cy="{middle}" r="2.2"/>' for value in point.rounds
        )
        drawn += (
            f'<rect class="results__interval" x="{low}" y="{middle - 4}" '
            f'width="{max(high - low, 1):.1f}" height="8" rx="2"/>'
            f'<line class="results__median" x1="{x}" x2="{x}" y1="{middle - 7}" y2="{middle + 7}"/>'
        )
    if len(row.points) > 1:
        ends = [scale.x(point.value.median) for point in row.points]
        drawn = (
            f'<line class="results__span" x1="{min(ends)}" x2="{max(ends)}" y1="{middle}" '
            f'y2="{middle}"/>{drawn}'
        )
    return f'<g style="--mark: {_colour(row.framework)}">{drawn}</g>' + _labels(
        row.name, row.said, y
    )


def _mark(framework: str, ratio: Interval, scale: Scale, y: float) -> str:
    x, (low, high) = scale.x(ratio.median), (scale.x(edge) for edge in _ends(ratio))
    size = 2 * _MARK
    return (
        f'<g style="--mark: {_colour(framework)}">'
        f'<line class="results__span" x1="{low}" x2="{high}" y1="{y + _MARK}" y2="{y + _MARK}"/>'
        f'<path transform="translate({x - _MARK:.1f} {y}) scale({size / 16:g})" '
        f'fill-rule="evenodd" d="{MARKS.get(framework, _OTHER_MARK)}"/></g>'
    )


def _lanes(ratios: dict[str, Interval], scale: Scale) -> dict[str, int]:
    """Return the line of each mark, from 0, so that none covers another."""
    ends: list[float] = []
    found: dict[str, int] = {}
    for framework, ratio in sorted(ratios.items(), key=lambda item: item[1].median):
        x = scale.x(ratio.median)
        left = min(x - _MARK, scale.x(ratio.low))
        lane = next((index for index, end in enumerate(ends) if left > end + 2), len(ends))
        ends[lane : lane + 1] = [max(x + _MARK, scale.x(ratio.high))]
        found[framework] = lane
    return found


def _colour(framework: str | None) -> str:
    return f"var(--fw-{framework})" if framework in MARKS else "var(--quiet)"


def _values(point: Point) -> list[float]:
    return [*point.rounds, *_ends(point.value)]


def _ends(interval: Interval) -> tuple[float, float]:
    return interval.low, interval.high
