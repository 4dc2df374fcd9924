"""What the pages on speed say in the same way everywhere: figures, names, notes, reasons."""

from collections.abc import Iterable

from fieldguide import statistics
from fieldguide.benchmarks import (
    BenchRow,
    Comparison,
    Line,
    LoadKind,
    Metric,
    Results,
    RowKind,
    Scenario,
    Track,
)
from fieldguide.result_charts import Point
from fieldguide.site import Site
from fieldguide.statistics import Interval
from fieldguide.tables import plain_table
from fieldguide.text import escape, inline, link


def rounds(results: Results, about: Scenario, row: str, other: str) -> list[float]:
    """Return a row's processor time over another's, for each round that both share."""
    own, base = results.cell(about.id, row), results.cell(about.id, other)
    if own is None or base is None:
        return []
    known = base.values(Metric.CPU, LoadKind.SATURATION)
    return [
        value / known[number]
        for number, value in own.values(Metric.CPU, LoadKind.SATURATION).items()
        if known.get(number)
    ]


def point(
    results: Results,
    about: Scenario,
    line: Line,
    metric: Metric,
    kind: LoadKind = LoadKind.SATURATION,
) -> Point:
    """Return a row's value with the rounds that it comes from."""
    cell = results.cell(about.id, line.row.id)
    return Point(line.value, list(cell.values(metric, kind).values()) if cell else [])


def baseline(table: Comparison) -> float:
    """Return what the baseline spends, in µs; 0 if it was not measured."""
    return next(
        (line.value.median for line in table.lines if line.row.id == table.scenario.baseline), 0
    )


def ratio_of(table: Comparison, row: str) -> Interval | None:
    """Return how a row compares with the baseline; None if it does not take part."""
    return next((line.ratio for line in table.lines if line.row.id == row), None)


def name_of(results: Results, row: str) -> str:
    """Return a row's name on pages; its id if the run does not know it."""
    return next((each.name for each in results.run.rows if each.id == row), row)


def rank(table: Comparison, line: Line) -> str:
    """Return a row's rank, with a sign if others share it."""
    shared = sum(other.rank == line.rank for other in table.lines) > 1
    return f"{line.rank}{' =' if shared else ''}"


def linked(site: Site, about: Scenario, row: BenchRow) -> str:
    """Return a row's name, with a link to the code that was measured."""
    topics = site.catalogue.topics
    if row.framework in site.catalogue.frameworks and about.topic in topics:
        return link(site.topic(about.topic, row.framework), escape(row.name))
    return escape(row.name)


def how(row: BenchRow) -> str:
    """Return on which server and on which terms a row is there."""
    if row.kind is not RowKind.FRAMEWORK:
        words = "floor" if row.kind is RowKind.FLOOR else "for scale"
    elif Track.ABLATION in row.tracks:
        words = "one factor changed"
    else:
        words = "as documented" if Track.DOCUMENTED in row.tracks else "same server family"
    return f'<span class="how">{escape(row.server)}; {words}</span>'


def counted(site: Site, results: Results, line: Line, about: Scenario) -> str:
    """Return how many rounds count, with a link to the file that holds all of them."""
    cell = results.cell(about.id, line.row.id)
    words = f"{line.rounds}" + (f", {line.rejected} rejected" if line.rejected else "")
    if cell is None:
        return words
    return link(site.view(f"data/benchmarks/{results.run.id}/{cell.file}"), words)


def packages(count: int) -> str:
    """Return how many packages there are."""
    return "1 package" if count == 1 else f"{count} packages"


def cell(interval: Interval | None, sign: str = "") -> str:
    """Return the cell of a table: the median, and its interval below; or that there is none."""
    if interval is None:
        return "<td>–</td>"
    low, high = figure(interval.low), figure(interval.high)
    return f'<td>{figure(interval.median)}{sign}<span class="how">{low} – {high}</span></td>'


def table(name: str, caption: str, heads: Iterable[str], body: str) -> str:
    """Return a table of figures; captions and body are HTML."""
    return f'<div class="figures">{plain_table(name, caption, heads, body)}</div>'


def intervals(tables: Iterable[Comparison]) -> str:
    """Return how sure the intervals of some tables are."""
    levels = [line.value.level for table in tables for line in table.lines]
    if not levels or min(levels) == 0:
        return "One round gives no interval."
    if min(levels) < statistics.LEVEL:
        return f"There were few rounds: intervals are ranges, at {min(levels):.0%} at least."
    return f"Intervals are at {statistics.LEVEL:.0%}."


def resolution(table: Comparison) -> str:
    """Return below which difference the machine could not tell rows apart."""
    if not table.band:
        return "No second measurement of the baseline says what this machine can tell apart."
    return (
        f"Measured twice, the baseline differed from itself by up to {table.band:.1%}: smaller "
        "differences are none."
    )


def figure(value: float) -> str:
    """Return a figure with three digits that mean something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def duration(microseconds: float) -> str:
    """Return a duration in the unit in which it is short to read."""
    for limit, unit, factor in ((1e3, "µs", 1.0), (1e6, "ms", 1e3)):
        if microseconds < limit:
            return f"{figure(microseconds / factor)} {unit}"
    return f"{figure(microseconds / 1e6)} s"


def reasons(items: Iterable[str]) -> str:
    """Return a list of HTML items; nothing if there are none."""
    found = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="gaps">{found}</ul>' if found else ""


def sent(about: Scenario) -> str:
    """Return what a scenario asks, and what it sends."""
    return (
        f"{inline(about.question)} Sent: {inline(about.request)}. {about.connections} connections, "
        f"{about.seconds:g} s a load after {about.warm_up:g} s of warm-up, up to "
        f"{about.rounds} rounds."
    )
