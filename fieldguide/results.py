"""What a run says, scenario by scenario: a chart, and beside it the table with the same figures.

Each function takes the run that it shows, so that figures of different runs cannot meet on a page.
"""

from collections.abc import Iterable, Sequence

from fieldguide import result_words as words
from fieldguide.benchmarks import (
    BenchRow,
    Comparison,
    LoadKind,
    Metric,
    Results,
    Scenario,
    Track,
)
from fieldguide.result_charts import Point, Strip, Work, strips, work
from fieldguide.site import Site
from fieldguide.statistics import Interval
from fieldguide.text import escape, inline, link


def overview(site: Site, results: Results) -> str:
    """Return what frameworks cost from the lightest work to the heaviest, as chart and table.

    Only scenarios with the baseline of the run's first one take part, and of each framework the row
    that is deployed as its page says.
    """
    tables = _comparable(results)
    rows = _documented(results, tables)
    base = words.name_of(results, results.run.scenarios[0].baseline)
    title = f"Processor time compared with {base}, from the lightest work to the heaviest"
    drawn = work(
        "overview",
        title,
        [
            Work(
                table.scenario.name,
                f"{base}: {words.duration(words.baseline(table))}",
                {
                    row.framework: ratio
                    for row in rows
                    if row.framework and (ratio := words.ratio_of(table, row.id))
                },
            )
            for table in tables
        ],
    )
    names = "".join(f'<li data-framework="{row.framework}">{escape(row.name)}</li>' for row in rows)
    told = (
        f"Each line is a kind of work, the lightest above. A mark is what a framework's server "
        f"spends on it compared with {escape(base)}, which is 1: at 0.5 it needs half of the "
        f"processor time. {words.intervals(tables)}"
    )
    return (
        f'<figure class="chart" data-search-exclude><ul class="legend">{names}</ul>{drawn}'
        f"<figcaption>{told}</figcaption>{costs(site, results, linked=True)}</figure>"
    )


def costs(site: Site, results: Results, *, linked: bool = False) -> str:
    """Return the table of the overview: scenarios by the work that they are, and frameworks.

    It is empty for a run whose scenarios tell no cost.

    Args:
        site: the data and the page's place.
        results: a run.
        linked: whether names lead to the page of scenarios, which shows the published run alone.
    """
    tables = _comparable(results)
    if not tables:
        return ""
    rows = _documented(results, tables)
    base = words.name_of(results, results.run.scenarios[0].baseline)
    body = ""
    for table in tables:
        about = table.scenario
        name = escape(about.name)
        if linked:
            name = link(f"{site.base}speed/scenarios/#{about.id}", name)
        body += (
            f'<tr><th scope="row">{name}<span class="how">{escape(base)}: '
            f"{words.duration(words.baseline(table))} a {escape(about.unit)}</span></th>"
            + "".join(words.cell(words.ratio_of(table, row.id), " ×") for row in rows)
            + f"{words.cell(_apart(results, table, rows), ' ×')}<td>± {table.band:.1%}</td></tr>"
        )
    caption = (
        f"Processor time compared with {escape(base)} in the same round: medians, and below them "
        f"their intervals. The last columns say how far the dearest of these rows is from the "
        f"cheapest, and below which difference this machine could not tell rows apart."
    )
    heads = (
        "Work",
        *(escape(row.name) for row in rows),
        "Dearest ÷ cheapest",
        "Resolution",
    )
    return words.table(f"What a framework costs, {results.run.id}", caption, heads, body)


def all_costs(site: Site, results: Results) -> str:
    """Return the table of each scenario that tells what work costs, with every row of the run."""
    return "".join(
        _costs(site, results, results.table(about.id, Metric.CPU))
        for about in results.run.scenarios
        if LoadKind.SATURATION in about.loads
    )


def scenarios(site: Site, results: Results) -> str:
    """Return each scenario as Markdown: heading, question, chart, table, commands, gaps."""
    return "\n\n".join(
        [
            *(
                _scenario(site, results, about)
                for about in results.run.scenarios
                if LoadKind.SATURATION in about.loads
            ),
            _never_measured(results),
        ]
    )


def _scenario(site: Site, results: Results, about: Scenario) -> str:
    table = results.table(about.id, Metric.CPU)
    base = words.name_of(results, about.baseline)
    rows = [
        Strip(
            line.row.name,
            line.row.framework,
            f"{words.duration(line.value.median)} · {words.figure(line.ratio.median)} ×",
            [Point(line.ratio, words.rounds(results, about, line.row.id, about.baseline))],
        )
        for line in table.lines
        if line.ratio
    ]
    title = f"{about.name}: processor time compared with {base}"
    told = (
        f"Processor time per {escape(about.unit)}, and how it compares with {escape(base)} in the "
        f"same round: further left is less. Dots are rounds, bars are intervals. "
        f"{words.resolution(table)}"
    )
    drawn = strips(f"ratios-{about.id}", title, rows, band=table.band) if rows else ""
    return (
        f"## {escape(about.name)} {{ #{about.id} }}\n\n{words.sent(about)}\n\n"
        f'<section data-search-exclude><figure class="chart">{drawn}'
        f"<figcaption>{told}</figcaption>"
        f"<details><summary>The same as a table, with rates and rounds</summary>"
        f"{_costs(site, results, table)}</details>"
        f"<details><summary>Commands, versions and options</summary>"
        f"{_commands(site, results, table)}</details></figure>"
        f"{_gaps(site, results, table)}</section>"
    )


def _costs(site: Site, results: Results, table: Comparison) -> str:
    about = table.scenario
    base, unit = escape(words.name_of(results, about.baseline)), escape(about.unit)
    rates = {line.row.id: line.value for line in results.table(about.id, Metric.RATE).lines}
    body = "".join(
        f'<tr><th scope="row">{words.linked(site, about, line.row)}{words.how(line.row)}</th>'
        f"<td>{words.rank(table, line)}</td>"
        f"{words.cell(line.ratio, ' ×')}{words.cell(line.value)}"
        f"{words.cell(rates.get(line.row.id))}{words.cell(results.per_core(about.id, line.row.id))}"
        f"<td>{words.counted(site, results, line, about)}</td></tr>"
        for line in table.lines
    )
    heads = (
        "Row",
        "Rank",
        f"Compared with {base}",
        f"Processor time per {unit}, µs",
        f"{unit.capitalize()}s a second",
        "From one whole core",
        "Rounds",
    )
    caption = (
        f"Medians, and below them their intervals. Rows that cannot be told apart share a rank. "
        f"{words.intervals([table])} {words.resolution(table)}"
    )
    return words.table(about.name, caption, heads, body)


def _commands(site: Site, results: Results, table: Comparison) -> str:
    about = table.scenario
    body = ""
    for line in table.lines:
        cell = results.cell(about.id, line.row.id)
        if cell is None:
            continue
        versions = ", ".join(f"{name} {version}" for name, version in cell.versions.items())
        factors = ", ".join(
            f"{name.replace('_', ' ')} {value}" for name, value in line.row.factors.items()
        )
        body += (
            f'<tr><th scope="row">{words.linked(site, about, line.row)}</th>'
            f"<td><code>{escape(cell.command)}</code></td>"
            f"<td>{escape(cell.runtime)}; {escape(versions)}</td><td>{escape(factors)}</td></tr>"
        )
    caption = "What started each server, and which versions it named itself."
    heads = ("Row", "Command", "Versions", "Options")
    return words.table(f"{about.name}: commands", caption, heads, body)


def _gaps(site: Site, results: Results, table: Comparison) -> str:
    """Return why rows have no value here: rejected ones, and frameworks without such a snippet."""
    about = table.scenario
    rows = {row.id: row for row in results.run.rows}
    items = [
        f"{escape(rows[row].name)} has no value: {inline(reason)}"
        for row, reason in table.without.items()
        if not rows[row].absent
    ]
    shown = {rows[row].framework for row in table.without if not rows[row].absent}
    shown |= {line.row.framework for line in table.lines}
    topic = site.catalogue.topics.get(about.topic)
    for framework in site.catalogue.frameworks.values():
        cell = topic.cells.get(framework.id) if topic else None
        if framework.id not in shown and cell and cell.reason:
            items.append(f"{escape(framework.name)} was not measured: {inline(cell.reason)}")
    return words.reasons(items)


def _never_measured(results: Results) -> str:
    """Return the rows that the run could not measure at all, and what it takes to do so."""
    items = [
        f"{escape(row.name)}: {inline(row.absent)}"
        f"{f' {inline(row.how_to_add)}' if row.how_to_add else ''}"
        for row in results.run.rows
        if row.absent
    ]
    if not items:
        return ""
    return (
        "## Not measured in this run { #not-measured }\n\n"
        f"<section data-search-exclude>{words.reasons(items)}</section>"
    )


def _comparable(results: Results) -> list[Comparison]:
    """Return the scenarios with the first one's baseline, the lightest work first."""
    first = results.run.scenarios[0].baseline
    tables = [
        results.table(about.id, Metric.CPU)
        for about in results.run.scenarios
        if about.baseline == first
    ]
    return sorted((table for table in tables if words.baseline(table)), key=words.baseline)


def _documented(results: Results, tables: Sequence[Comparison]) -> list[BenchRow]:
    """Return a row of each framework: the first that is deployed as its page says."""
    rows: dict[str, BenchRow] = {}
    for row in results.run.rows:
        measured = any(words.ratio_of(table, row.id) for table in tables)
        if row.framework and Track.DOCUMENTED in row.tracks and measured:
            rows.setdefault(row.framework, row)
    return list(rows.values())


def _apart(results: Results, table: Comparison, rows: Iterable[BenchRow]) -> Interval | None:
    """Return the dearest row compared with the cheapest one, round by round."""
    found = {row.id: ratio for row in rows if (ratio := words.ratio_of(table, row.id))}
    if len(found) < 2:
        return None
    order = sorted(found, key=lambda row: found[row].median)
    return results.against(table.scenario.id, order[-1], order[0], Metric.CPU)
