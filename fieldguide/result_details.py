"""What a run says beside the cost of work: latency, memory and start-up, the cost of a factor."""

from fieldguide import result_words as words
from fieldguide.benchmarks import BenchRow, LoadKind, Metric, Results, RowKind, Scenario, Track
from fieldguide.result_charts import Point, Strip, strips
from fieldguide.site import Site
from fieldguide.statistics import Interval
from fieldguide.text import escape, inline, link

_LOADS = {
    LoadKind.FIXED: "At {rate:,g} {units} a second",
    LoadKind.HALF: "At half of the row's own capacity",
    LoadKind.MOST: "At four fifths of the row's own capacity",
}
"""What an open-loop load is called on pages."""


def users(site: Site, results: Results | None) -> str:
    """Return how long users waited who pause, and how busy they kept the server.

    Raises:
        LookupError: if there is no run that tells; the message says how one is made.
    """
    if results is None:
        raise LookupError(
            "data/benchmarks/ holds no finished run with users; make one: "
            "`python -m bench run --scenario users`"
        )
    where = link(
        f"{site.base}speed/runs/#{results.run.id}", f"<code>{escape(results.run.id)}</code>"
    )
    return (
        f"<section data-search-exclude><p>Measured in the run {where}.</p>"
        f"{users_table(site, results)}</section>"
    )


def users_table(site: Site, results: Results) -> str:
    """Return what users met in a run that had them."""
    about = next(one for one in results.run.scenarios if LoadKind.USERS in one.loads)
    late = results.table(about.id, Metric.P99, LoadKind.USERS)
    metrics = (Metric.P50, Metric.P90, Metric.P99, Metric.RATE)
    found = {
        metric: {
            line.row.id: line.value
            for line in results.table(about.id, metric, LoadKind.USERS).lines
        }
        for metric in (*metrics, Metric.CORES)
    }
    body = ""
    for line in sorted(late.lines, key=lambda line: found[Metric.CORES][line.row.id].median):
        busy = found[Metric.CORES][line.row.id]
        share = Interval(busy.median * 100, busy.low * 100, busy.high * 100, busy.level)
        body += (
            f'<tr><th scope="row">{words.linked(site, about, line.row)}{words.how(line.row)}</th>'
            f"{words.cell(share, ' %')}"
            + "".join(_as_rounded(found[metric][line.row.id]) for metric in metrics)
            + f"<td>{words.counted(site, results, line, about)}</td></tr>"
        )
    caption = (
        f"{about.connections} users for {about.seconds:g} s, pauses included. Milliseconds from "
        f"the moment at which Locust sent a request; it rounds them to whole ones. "
        f"{words.intervals([late])} For p99: {words.resolution(late)}"
    )
    heads = ("Row", "Of one core", "p50", "p90", "p99", "Requests a second", "Rounds")
    table = words.table(about.name, caption, heads, body)
    return table + _refused(results, about, LoadKind.USERS)


def _as_rounded(found: Interval) -> str:
    """Return a cell without digits that Locust has rounded away."""
    values = (found.median, found.low, found.high)
    median, low, high = (f"{float(f'{value:.3g}'):,g}" for value in values)
    return f'<td>{median}<span class="how">{low} – {high}</span></td>'


def latency(site: Site, results: Results) -> str:
    """Return how long answers took when requests came at a rate that nothing held up."""
    parts = []
    for about in results.run.scenarios:
        kinds = [kind for kind in about.loads if kind in _LOADS]
        if kinds:
            figures = "".join(_latency(site, results, about, kind) for kind in kinds)
            parts.append(
                f"## {escape(about.name)} {{ #{about.id} }}\n\n{words.sent(about)}\n\n"
                f"<section data-search-exclude>{figures}</section>"
            )
    return "\n\n".join(parts)


def footprint(site: Site, results: Results) -> str:
    """Return memory, start-up and size on the disk of each row that is no ablation."""
    about = results.run.scenarios[0]
    found = {
        metric: {line.row.id: line for line in results.table(about.id, metric).lines}
        for metric in (Metric.IDLE, Metric.LOADED, Metric.START)
    }
    idle, loaded, start = (found[each] for each in (Metric.IDLE, Metric.LOADED, Metric.START))
    rows = [row for row in results.run.rows if row.id in idle and Track.ABLATION not in row.tracks]
    by_memory = sorted(rows, key=lambda row: idle[row.id].value.median)
    memory = [
        Strip(
            row.name,
            row.framework,
            f"{words.figure(idle[row.id].value.median)} → "
            f"{words.figure(loaded[row.id].value.median)} MB",
            [words.point(results, about, idle[row.id], Metric.IDLE),
             words.point(results, about, loaded[row.id], Metric.LOADED)],
        )
        for row in by_memory
    ]  # fmt: skip
    started = [
        Strip(
            row.name,
            row.framework,
            f"{words.figure(start[row.id].value.median)} ms",
            [words.point(results, about, start[row.id], Metric.START)],
        )
        for row in sorted(rows, key=lambda row: start[row.id].value.median)
    ]
    sizes = [
        Strip(
            row.name,
            row.framework,
            f"{row.install.megabytes:g} MB, {words.packages(row.install.packages)}",
            [Point(_exactly(row.install.megabytes))],
        )
        for row in sorted(rows, key=lambda row: row.install.megabytes if row.install else 0)
        if row.install
    ]
    body = "".join(
        f'<tr><th scope="row">{words.linked(site, about, row)}{words.how(row)}</th>'
        f"{words.cell(idle[row.id].value)}{words.cell(loaded[row.id].value)}{words.cell(start[row.id].value)}{_installed(row)}</tr>"
        for row in by_memory
    )
    caption = (
        f"Measured in the scenario {escape(about.name)}. Medians of the rounds, with their "
        "intervals. Memory is the proportional share (PSS) of all processes of a server."
    )
    heads = ("Row", "Idle, MB", "Loaded, MB", "Start-up, ms", "On the disk")
    drawings = (
        (strips("memory", "Memory of each server, idle and loaded", memory, logarithmic=False),
         "Memory in MB, after the first answers and after the last load."),
        (strips("start", "Start-up of each server", started, logarithmic=False),
         "Start-up: milliseconds from the command to the first right answer."),
        (strips("size", "What each row needs on the disk", sizes, logarithmic=False),
         "On the disk: MB of the row's packages, with those that they need, without bytecode."),
    )  # fmt: skip
    figures = "".join(
        f'<figure class="chart">{drawn}<figcaption>{said}</figcaption></figure>'
        for drawn, said in drawings
    )
    table = words.table("Memory, start-up and size", caption, heads, body)
    return f"<section data-search-exclude>{figures}{table}</section>"


def _exactly(value: float) -> Interval:
    """Return a value that is counted, not measured."""
    return Interval(value, value, value, 1)


def ablations(site: Site, results: Results) -> str:
    """Return what one factor costs: each row beside the row that it differs from by that factor."""
    parts = [_ablations(site, results, about) for about in results.run.scenarios]
    found = "".join(part for part in parts if part)
    if not found:
        return "This run changed no factor alone."
    return f"<section data-search-exclude>{found}</section>"


def factor(row: BenchRow, other: BenchRow) -> str:
    """Return what differs between two rows, in words."""
    differences = [
        f"{name}: {before} → {after}"
        for name, before, after in (
            ("server", other.server, row.server),
            ("interface", other.interface, row.interface),
        )
        if before != after
    ]
    for name in dict.fromkeys([*other.factors, *row.factors]):
        before, after = other.factors.get(name), row.factors.get(name)
        if before != after:
            words = name.replace("_", " ")
            differences.append(f"{words}: {before or 'as documented'} → {after or 'none'}")
    return "; ".join(differences)


def _latency(site: Site, results: Results, about: Scenario, kind: LoadKind) -> str:
    late = results.table(about.id, Metric.P99, kind)
    metrics = (Metric.P50, Metric.P90, Metric.P99, Metric.MAX, Metric.RATE)
    found = {
        metric: {line.row.id: line for line in results.table(about.id, metric, kind).lines}
        for metric in metrics
    }
    rows = [
        Strip(
            line.row.name,
            line.row.framework,
            f"{words.figure(found[Metric.P50][line.row.id].value.median)} – "
            f"{words.figure(line.value.median)} ms",
            [words.point(results, about, found[Metric.P50][line.row.id], Metric.P50, kind),
             words.point(results, about, line, Metric.P99, kind)],
        )
        for line in late.lines
    ]  # fmt: skip
    units = f"{about.unit}s"
    name = _LOADS[kind].format(rate=about.fixed_rate or 0, units=units)
    body = "".join(
        f'<tr><th scope="row">{words.linked(site, about, line.row)}{words.how(line.row)}</th>'
        f"<td>{words.rank(late, line)}</td>"
        + "".join(words.cell(found[metric][line.row.id].value) for metric in metrics)
        + f"<td>{words.counted(site, results, line, about)}</td></tr>"
        for line in late.lines
    )
    caption = (
        f"Milliseconds from the moment at which a {escape(about.unit)} was meant to start. The "
        f"rank is that of p99. {words.intervals([late])} {words.resolution(late)}"
    )
    heads = ("Row", "Rank", "p50", "p90", "p99", "Slowest", f"{units.capitalize()} a second")
    table = words.table(f"{about.name}, {name}", caption, (*heads, "Rounds"), body)
    title = f"{about.name}, {name.lower()}: latency from p50 to p99"
    drawn = strips(f"{kind.value}-{about.id}", title, rows) if rows else ""
    return (
        f'<h3 id="{about.id}-{kind.value}">{escape(name)}</h3><figure class="chart">{drawn}'
        "<figcaption>From p50, on the left, to p99: milliseconds from the intended start. Dots are "
        "rounds, bars are intervals.</figcaption><details><summary>The same as a table, with p90, "
        f"the slowest answer and rounds</summary>{table}</details></figure>"
        f"{_refused(results, about, kind)}"
    )


def _refused(results: Results, about: Scenario, kind: LoadKind) -> str:
    """Return why rows that were given this load have no latency."""
    items = []
    for row in results.run.rows:
        cell = results.cell(about.id, row.id)
        if cell is None or cell.values(Metric.P99, kind):
            continue
        given = [load for entry in cell.rounds for load in entry.loads if load.kind is kind]
        reasons = [load.rejected[0] for load in given if load.rejected]
        reasons += [entry.rejected[0] for entry in cell.rounds if entry.rejected]
        own = kind is LoadKind.FIXED or row.kind is not RowKind.OTHER
        if reasons and (given or (own and Track.DOCUMENTED in row.tracks)):
            items.append(f"{escape(row.name)} has no value: {inline(reasons[-1])}")
    return words.reasons(items)


def _installed(row: BenchRow) -> str:
    if row.install is None:
        return "<td>–</td>"
    packages = words.packages(row.install.packages)
    return f'<td>{row.install.megabytes:g} MB<span class="how">{packages}</span></td>'


def _ablations(site: Site, results: Results, about: Scenario) -> str:
    known = {row.id: row for row in results.run.rows}
    cost = results.table(about.id, Metric.CPU)
    rows, body = [], ""
    for row in results.run.rows:
        other = known.get(row.instead_of or "")
        if other is None:
            continue
        ratio = results.against(about.id, row.id, other.id, Metric.CPU)
        if ratio is None:
            continue
        changed = factor(row, other)
        rounds = words.rounds(results, about, row.id, other.id)
        rows.append(
            Strip(
                row.name, row.framework, f"{words.figure(ratio.median)} ×", [Point(ratio, rounds)]
            )
        )
        rate = results.against(about.id, row.id, other.id, Metric.RATE)
        memory = results.against(about.id, row.id, other.id, Metric.LOADED)
        cell = results.cell(about.id, row.id)
        command = f"<code>{escape(cell.command)}</code>" if cell else ""
        body += (
            f'<tr><th scope="row">{words.linked(site, about, row)}<span class="how">instead of '
            f"{escape(other.name)}</span></th><td>{escape(changed)}</td>{words.cell(ratio, ' ×')}"
            f"{words.cell(rate, ' ×')}{words.cell(memory, ' ×')}<td>{command}</td></tr>"
        )
    if not rows:
        return ""
    told = (
        f"{escape(about.name)}: processor time per {escape(about.unit)}, compared with the row "
        f"that differs by one factor. {words.resolution(cost)}"
    )
    caption = "Each row divided by the row that it stands instead of, in the same round."
    heads = (
        "Row",
        "What is different",
        "Processor time",
        f"{escape(about.unit.capitalize())}s a second",
        "Memory, loaded",
        "Command",
    )
    table = words.table(f"Factors: {about.name}", caption, heads, body)
    title = f"{about.name}: processor time with one factor changed"
    drawn = strips(f"factors-{about.id}", title, rows, band=cost.band)
    return f'<figure class="chart">{drawn}<figcaption>{told}</figcaption>{table}</figure>'
