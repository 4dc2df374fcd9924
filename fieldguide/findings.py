"""Figures inside sentences: each comes from the published run, and says when it no longer fits.

A sentence such as "about three times" is written once, and runs are made again and again. So
whoever writes one states between which bounds the sentence is true, and a run beyond them stops the
build.
"""

from fieldguide import result_words as words
from fieldguide.benchmarks import LoadKind, Metric, Results
from fieldguide.problems import unknown
from fieldguide.site import Site
from fieldguide.statistics import Interval
from fieldguide.text import link

Bounds = tuple[float, float]


class OutdatedError(ValueError):
    """A sentence states something that the published run no longer says."""


def ratio(
    site: Site, results: Results, scenario: str, row: str, than: str, between: Bounds,
    metric: str = Metric.CPU, load: str = LoadKind.SATURATION,
) -> str:  # fmt: skip
    """Return a row's value over another's, round by round, with its interval: `0.39 × (0.37–0.41)`.

    Args:
        site: the data and the page's place.
        results: the published run, or another one of ours if that lacks a row.
        scenario: the work.
        row: whose value it is.
        than: what it is compared with.
        between: the least and the greatest ratio for which the sentence is true.
        metric: what is compared, as `fieldguide.benchmarks.Metric` names it.
        load: under which load, for what depends on it.

    Raises:
        LookupError: if a name is unknown, or the rows share no round; it names what is allowed.
        OutdatedError: if the interval leaves the bounds.
    """
    _known(results, scenario, row, than)
    found = results.against(scenario, row, than, _metric(metric), _load(load))
    if found is None:
        raise LookupError(f"{row} and {than} share no round of {scenario} in {results.run.id}")
    _holds(results, f"{scenario}: {row} over {than}", found, between)
    where = _place(site, results, scenario, load)
    return _shown(where, found, " ×")


def value(
    site: Site, results: Results, scenario: str, row: str, between: Bounds,
    metric: str = Metric.CPU, load: str = LoadKind.SATURATION,
) -> str:  # fmt: skip
    """Return a row's own value with its interval and unit; arguments and errors as for `ratio`."""
    _known(results, scenario, row)
    chosen = _metric(metric)
    lines = results.table(scenario, chosen, _load(load)).lines
    found = next((line.value for line in lines if line.row.id == row), None)
    if found is None:
        raise LookupError(f"{row} has no value of {metric} in {scenario} of {results.run.id}")
    _holds(results, f"{scenario}: {metric} of {row}", found, between)
    where = _place(site, results, scenario, load)
    if chosen is Metric.CPU and found.median >= 1000:
        return _shown(where, found, " ms", 1000)
    return _shown(where, found, f" {_UNITS.get(chosen, 'ms')}")


_UNITS = {
    Metric.CPU: "µs",
    Metric.CORES: "cores",
    Metric.RATE: "a second",
    Metric.IDLE: "MB",
    Metric.LOADED: "MB",
}
"""The unit of each metric that is not in milliseconds."""


def _place(site: Site, results: Results, scenario: str, load: str) -> str:
    """Return the address of what shows a figure among others."""
    if load == LoadKind.USERS:
        return f"{site.base}speed/latency/#users"
    if results.run.kind == "part":
        return f"{site.base}speed/runs/#{results.run.id}"
    return f"{site.base}speed/scenarios/#{scenario}"


def _shown(where: str, found: Interval, unit: str, factor: float = 1) -> str:
    """Return a figure that leads to where it comes from."""
    values = (found.median, found.low, found.high)
    median, low, high = (words.figure(each / factor) for each in values)
    return f"{link(where, f'{median}{unit}')} <small>({low}–{high})</small>"


def _holds(results: Results, what: str, found: Interval, between: Bounds) -> None:
    low, high = between
    if not low <= found.low <= found.high <= high:
        said = f"{found.median:.4g} ({found.low:.4g}–{found.high:.4g})"
        message = (
            f"{what}: the run {results.run.id} says {said}, which is not between {low:g} and "
            f"{high:g}; correct the sentence, and the bounds with it"
        )
        raise OutdatedError(message)


def _known(results: Results, scenario: str, *rows: str) -> None:
    scenarios = [about.id for about in results.run.scenarios]
    if scenario not in scenarios:
        raise unknown("scenario", scenario, scenarios)
    measured = [row.id for row in results.run.rows if results.cell(scenario, row.id)]
    for row in rows:
        if row not in measured:
            raise unknown("row", row, measured)


def _metric(name: str) -> Metric:
    if name not in list(Metric):
        raise unknown("metric", name, [metric.value for metric in Metric])
    return Metric(name)


def _load(name: str) -> LoadKind:
    known = {kind.value: kind for kind in LoadKind}
    if name not in known:
        raise unknown("load", name, known)
    return known[name]
