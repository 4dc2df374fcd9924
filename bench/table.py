"""Prints what a run says, as tables for a terminal."""

from rich.console import Console
from rich.table import Table

from bench.users import Answers
from fieldguide.benchmarks import Comparison, LoadKind, Metric, Results
from fieldguide.statistics import Interval


def show(results: Results, console: Console) -> None:
    """Print a run: what it was made on, and two tables for each scenario."""
    run, machine = results.run, results.run.provenance.machine
    console.print(f"{run.id}: {machine.cpu}, {machine.cores} cores, {machine.system}")
    console.print(
        f"commit {run.provenance.commit[:10]}{' with changes' if run.provenance.changed else ''}, "
        f"seed {run.seed}, load {run.provenance.load_average[0]:g}, "
        + ", ".join(f"{name} at most {value:,.0f}/s" for name, value in run.ceilings.items())
    )
    for scenario in run.scenarios:
        if LoadKind.SATURATION in scenario.loads:
            console.print(_costs(results, scenario.id))
        for row, reason in results.table(
            scenario.id, Metric.CPU, scenario.loads[0]
        ).without.items():
            console.print(f"{row}: {reason}")
        for kind in scenario.loads:
            if kind is not LoadKind.SATURATION:
                console.print(_latencies(results, scenario.id, kind))
    if run.kind == "smoke":
        console.print("A smoke run shows that the harness works; its figures are not published.")


def _costs(results: Results, scenario: str) -> Table:
    """Return what a request costs each row, compared with the baseline."""
    cost = results.table(scenario, Metric.CPU)
    rate = {line.row.id: line for line in results.table(scenario, Metric.RATE).lines}
    idle = {line.row.id: line for line in results.table(scenario, Metric.IDLE).lines}
    unit = cost.scenario.unit
    table = Table(
        "rank", "row", f"CPU µs/{unit}", "ratio (interval)", f"{unit}s/s", "MB idle", "rounds",
        title=f"{cost.scenario.name}: {cost.scenario.request}", caption=_caption(cost),
    )  # fmt: skip
    for line in cost.lines:
        row = line.row.id
        table.add_row(
            str(line.rank), line.row.name, f"{line.value.median:,.0f}", _ratio(line.ratio),
            f"{rate[row].value.median:,.0f}" if row in rate else "–",
            f"{idle[row].value.median:.0f}" if row in idle else "–",
            f"{line.rounds} of {line.rounds + line.rejected}",
        )  # fmt: skip
    return table


def _latencies(results: Results, scenario: str, kind: LoadKind) -> Table:
    """Return the latencies of a load, from the moment at which a request was meant to start."""
    middle = results.table(scenario, Metric.P50, kind)
    slow = {line.row.id: line for line in results.table(scenario, Metric.P99, kind).lines}
    rate = f" of {middle.scenario.fixed_rate:g}/s" if kind is LoadKind.FIXED else ""
    table = Table(
        "rank", "row", "p50 ms", "p99 ms", "p99, ratio (interval)",
        title=f"{middle.scenario.name}: latency at the rate “{kind.value}”{rate}",
        caption=_caption(middle),
    )  # fmt: skip
    for line in middle.lines:
        late = slow[line.row.id]
        table.add_row(
            str(line.rank), line.row.name, f"{line.value.median:.2f}", f"{late.value.median:.2f}",
            _ratio(late.ratio),
        )  # fmt: skip
    return table


def users(found: list[Answers], title: str) -> Table:
    """Return what Locust's users met; their pauses decide the rate, so that it is no capacity."""
    table = Table(
        "request", "requests", "failures", "requests/s", "p50 ms", "p95 ms", "p99 ms",
        title=title, caption="a scenario with pauses, not what the server can do",
    )  # fmt: skip
    for line in found:
        table.add_row(
            line.name, f"{line.requests:,}", str(line.failures), f"{line.rate:.1f}",
            *(f"{line.share(percent):.0f}" for percent in (50, 95, 99)),
        )  # fmt: skip
    return table


def _caption(found: Comparison) -> str:
    """Return what limits the comparison."""
    levels = [line.ratio.level for line in found.lines if line.ratio]
    words = f"intervals at {min(levels):.0%}" if any(levels) else "too few rounds for an interval"
    band = "the A/A control shows no difference, or there is none"
    if found.band:
        band = f"A/A: differences below {found.band:.1%} are none"
    return f"{words}; {band}"


def _ratio(found: Interval | None) -> str:
    return f"{found.median:.2f} ({found.low:.2f}–{found.high:.2f})" if found else "–"
