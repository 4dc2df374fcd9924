"""The ledger of claims on pages: a chart, tables with the arithmetic, and the rules themselves."""

import math
from collections.abc import Iterable, Iterator
from itertools import groupby

from fieldguide.claims import (
    DECISIONS,
    Check,
    Entry,
    Outcome,
    Rule,
    Verdict,
    counts,
    ledger,
    number,
    system_name,
)
from fieldguide.measured import Measurements
from fieldguide.model import Claim, Conditions, Measure, Publication, Unit
from fieldguide.problems import unknown
from fieldguide.site import Site
from fieldguide.tables import plain_table
from fieldguide.text import escape, inline, link

_WIDTH, _LEFT, _TOP, _ROW, _HEAD = 480, 104, 36, 19, 26
_FIRST, _LAST = 1, 7
"""The ends of the chart's axis, as powers of ten."""
_AXIS = ("10", "100", "1K", "10K", "100K", "1M", "10M")
"""What its lines are called."""
_MARKS = {Outcome.PASSES: "✓", Outcome.FAILS: "✗", Outcome.CANNOT_TELL: "–"}
_SHAPES = {
    Verdict.REPRODUCED: "●",
    Verdict.ORDER_ONLY: "◐",
    Verdict.NOT_REPRODUCIBLE: "✗",
    Verdict.IMPOSSIBLE: "⊘",
    Verdict.INSUFFICIENT: "–",
}
"""The shape beside each verdict, so that colour is never alone."""


def overview(site: Site, measured: Measurements) -> str:
    """Return how many figures of each publication have which verdict."""
    entries = ledger(site.catalogue, measured)
    publications = site.catalogue.publications.values()
    columns = [
        [entry for entry in entries if entry.publication.id == publication.id]
        for publication in publications
    ]
    columns.append(entries)
    found = [counts(column) for column in columns]
    rows = "".join(
        f'<tr><th scope="row">{_shown(each)}</th>'
        + "".join(f"<td>{count[each]}</td>" for count in found)
        + "</tr>"
        for each in Verdict
    )
    sums = "".join(f"<td>{len(column)}</td>" for column in columns)
    rows += f'<tr><th scope="row">figures</th>{sums}</tr>'
    heads = [
        f"{escape(each.number)} {link(_page(site, each.id), escape(each.title))}"
        for each in publications
    ]
    caption = f"Published figures and what follows for them. {_against(measured)}"
    return plain_table("Verdicts by document", caption, ("Verdict", *heads, "All"), rows)


def chart(site: Site, measured: Measurements, publication: str | None = None) -> str:
    """Return published rates against measured ones, as a chart on a logarithmic axis and a table.

    A quantity that a document prints several times is drawn once, by its first figure.

    Args:
        site: the data and the page's place.
        measured: what was measured here.
        publication: a publication's id for its rates alone, None for all.

    Raises:
        LookupError: if the publication is unknown; the message names those that exist.
    """
    if publication is not None:
        _publication(site, publication)
    entries = list(_rates(ledger(site.catalogue, measured, publication)))
    if not entries:
        return "<p>This document states no rate.</p>"
    drawn, rows, y = "", "", _TOP
    for claim, group in _by_claim(entries):
        y += _HEAD
        heading = f"{group[0].publication.number} {claim.what}"
        drawn += f'<text class="claims__head" x="0" y="{y - 8}">{escape(heading)}</text>'
        for entry in group:
            drawn += _marks(site, entry, y)
            rows += _chart_row(site, entry)
            y += _ROW
    height = y + 8
    name = f"claims-{publication or 'all'}"
    told = (
        "Each circle is a published rate of a whole machine, each bar what one core gave here, "
        "a pale one at lighter work. "
        "The axis is logarithmic: each line is ten times the one before."
    )
    drawing = (
        f'<svg class="claims" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">Published rates '
        f'against measured ones; the table below says the same</title><desc id="{name}-desc">'
        f"{told}</desc>{_axis(height)}{drawn}</svg>"
    )
    table = plain_table(
        "Published rates against measured ones",
        f"{told} {_against(measured)}",
        ("Work", "System", "Published", "One core here", "Published ÷ one core", "Verdict"),
        rows,
    )
    return (
        f'<figure class="chart" data-search-exclude>{drawing}<details>'
        f"<summary>The same as a table</summary>{table}</details>"
        f"<figcaption>{told} {_against(measured)}</figcaption></figure>"
    )


def of_publication(site: Site, measured: Measurements, publication_id: str) -> str:
    """Return what is known of a document, and its part of the ledger with the arithmetic.

    Raises:
        LookupError: if the publication is unknown; the message names those that exist.
    """
    publication = _publication(site, publication_id)
    entries = ledger(site.catalogue, measured, publication.id)
    body = "".join(_claim_rows(site, claim, group) for claim, group in _by_claim(entries))
    caption = (
        f"{len(entries)} figures of document {escape(publication.number)}, each with what was "
        f"checked. {_against(measured)}"
    )
    table = plain_table("Ledger", caption, ("System", "Published", "Verdict and checks"), body)
    aside = "".join(
        f"<li>Line{'s' if len(stated.lines) > 1 else ''} {', '.join(map(str, stated.lines))}: "
        f"{inline(stated.why)}</li>"
        for stated in publication.set_aside
    )
    return (
        # Nobody searches for these numbers, and they would be a tenth of the index. The plugin ends
        # it at the first end of an element of that name, and no other section stands inside.
        f"<section data-search-exclude>{_about(site, publication, entries)}{table}"
        "<p>Numbers of the document that are no claims of performance, and why:</p>"
        f'<ul class="gaps">{aside}</ul></section>'
    )


def rules() -> str:
    """Return the rules, and the table by which a verdict follows from them."""
    checked = "".join(
        f'<tr><th scope="row">{escape(rule.value)}</th><td>{escape(rule.meaning)}</td></tr>'
        for rule in Rule
    )
    decided = "".join(
        f"<tr><td>{index}</td><td>{escape(', '.join(rule.value for rule in decision.rules))}</td>"
        f"<td>{escape(decision.outcome.value)}</td><td>{_shown(decision.verdict)}</td></tr>"
        for index, decision in enumerate(DECISIONS, 1)
    )
    decided += (
        f"<tr><td>{len(DECISIONS) + 1}</td><td>none of these</td><td></td>"
        f"<td>{_shown(Verdict.INSUFFICIENT)}</td></tr>"
    )
    meanings = "".join(
        f'<tr><th scope="row">{_shown(each)}</th><td>{escape(each.meaning)}</td></tr>'
        for each in Verdict
    )
    tables = "".join(
        (
            plain_table("Rules", "What is checked of a figure.", ("Rule", "Compares"), checked),
            plain_table(
                "Table of verdicts",
                "The first line that applies decides.",
                ("Line", "If one of these rules", "ends with", "the verdict is"),
                decided,
            ),
            plain_table("Verdicts", "What the verdicts mean.", ("Verdict", "Meaning"), meanings),
        )
    )
    return f"<section data-search-exclude>{tables}</section>"


def _publication(site: Site, publication: str) -> Publication:
    known = site.catalogue.publications
    if publication not in known:
        raise unknown("publication", publication, known)
    return known[publication]


def _page(site: Site, publication: str) -> str:
    return f"{site.base}claims/{publication}/"


def _against(measured: Measurements) -> str:
    if measured.run is None:
        return "No run of our own is published yet, so rules that need one cannot tell."
    return f"Measured in the run {escape(measured.run)}."


def _shown(verdict: Verdict) -> str:
    word = verdict.name.lower().replace("_", "-")
    return (
        f'<span class="verdict verdict--{word}"><span aria-hidden="true">{_SHAPES[verdict]}</span> '
        f"{escape(verdict.value)}</span>"
    )


def _by_claim(entries: Iterable[Entry]) -> Iterator[tuple[Claim, list[Entry]]]:
    for _, group in groupby(entries, key=lambda entry: entry.claim.id):
        own = list(group)
        yield own[0].claim, own


# ----------------------------------------------------------------------------------------- chart


def _rates(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield rates of work that a scenario stands for; of a repeated quantity the first."""
    seen: set[tuple[str, str, str]] = set()
    for entry in entries:
        claim = entry.claim
        if claim.measure is not Measure.RATE or entry.unit is Unit.QUERIES or not claim.scenario:
            continue
        key = (entry.publication.id, claim.quantity or claim.id, entry.system)
        if key not in seen:
            seen.add(key)
            yield entry


def _x(value: float) -> float:
    share = (math.log10(max(value, 10**_FIRST)) - _FIRST) / (_LAST - _FIRST)
    return round(_LEFT + min(share, 1) * (_WIDTH - _LEFT - 62), 1)


def _axis(height: int) -> str:
    lines = ""
    for power in range(_FIRST, _LAST + 1):
        x = _x(10**power)
        lines += (
            f'<line class="timeline__year" x1="{x}" x2="{x}" y1="24" y2="{height}"/>'
            f'<text x="{x}" y="16" text-anchor="middle">{_AXIS[power - _FIRST]}</text>'
        )
    return lines


def _marks(site: Site, entry: Entry, y: int) -> str:
    x = _x(entry.figure.value)
    name = escape(system_name(site.catalogue, entry.system).partition(" (")[0])
    colour = f"var(--fw-{entry.system}, currentcolor)"
    middle, label = y + 5, x
    drawn = f'<text x="12" y="{y + 9}">{name}</text>'
    if entry.measured:
        low, high = _x(entry.measured.low), _x(entry.measured.high)
        kind = "claims__lighter" if entry.claim.lighter else "claims__measured"
        label = max(x, high)
        drawn += (
            f'<line class="claims__gap" x1="{high}" x2="{x}" y1="{middle}" y2="{middle}"/>'
            f'<rect class="{kind}" x="{round(low - 1.5, 1)}" y="{y - 1}" '
            f'width="{round(high - low + 3, 1)}" height="12" style="fill: {colour}"/>'
        )
    return (
        f'{drawn}<circle class="claims__said" cx="{x}" cy="{middle}" r="4.5" '
        f'style="stroke: {colour}"/>'
        f'<text x="{round(label + 9, 1)}" y="{y + 9}">{escape(entry.figure.said)}</text>'
    )


def _chart_row(site: Site, entry: Entry) -> str:
    span = entry.measured
    own = f"{number(span.median)} ({number(span.low)} to {number(span.high)})" if span else "–"
    own += ", lighter work" if span and entry.claim.lighter else ""
    factor = number(entry.figure.value / span.median) if span else "–"
    return (
        f'<tr><th scope="row">{escape(entry.publication.number)} {inline(entry.claim.what)}</th>'
        f"<td>{escape(system_name(site.catalogue, entry.system))}</td>"
        f"<td>{escape(entry.published)}</td><td>{own}</td><td>{factor}</td>"
        f"<td>{_shown(entry.verdict)}</td></tr>"
    )


# ---------------------------------------------------------------------------------------- ledger


def _about(site: Site, publication: Publication, entries: list[Entry]) -> str:
    found = counts(entries)
    verdicts = ", ".join(f"{count} {escape(each.value)}" for each, count in found.items() if count)
    stated = "<br>".join(_stated(conditions) for conditions in publication.conditions.values())
    edit = site.edit_link(publication.title, "data/publications.yml", publication.id)
    rows = (
        ("Document", f"{escape(publication.number)} {site.source(publication.source)}{edit}"),
        ("Method", inline(publication.about)),
        ("Stated conditions", stated or "none"),
        ("Figures", f"{len(entries)}: {verdicts}"),
        (
            "Text that was read",
            f"{publication.lines} lines, SHA-256 <code>{escape(publication.sha256)}</code>",
        ),
    )
    body = "".join(f'<tr><th scope="row">{name}</th><td>{html}</td></tr>' for name, html in rows)
    return f'<div class="facts"><table><tbody>{body}</tbody></table></div>'


def _stated(stated: Conditions) -> str:
    parts = [inline(part) for part in (stated.hardware, stated.generator) if part]
    for value, word in (
        (stated.connections, "connections"),
        (stated.workers, "server processes"),
        (stated.gigabits, "Gbit/s"),
    ):
        if value is not None:
            parts.append(f"{value:,g} {word}")
    return f"{'; '.join(parts)} (from line {stated.line})"


def _claim_rows(site: Site, claim: Claim, entries: list[Entry]) -> str:
    edit = site.edit_link(claim.what, "data/claims.yml", claim.id)
    source = f" {site.source(claim.source)}" if claim.source else ""
    note = f' <span class="caveat">{inline(claim.note)}{source}</span>' if claim.note else ""
    lines = sorted({entry.figure.line for entry in entries})
    where = f"line {lines[0]}" if len(lines) == 1 else f"lines {lines[0]} to {lines[-1]}"
    rows = (
        f'<tr class="claims__claim" id="{claim.id}"><th scope="rowgroup" colspan="3">'
        f'{inline(claim.what)} <span class="how">{inline(claim.place)}, {where}</span>'
        f"{note}{edit}</th></tr>"
    )
    for entry in entries:
        name = escape(system_name(site.catalogue, entry.system))
        rows += (
            f'<tr><th scope="row">{name}</th><td>{escape(entry.published)}</td>'
            f"<td>{_shown(entry.verdict)}{_checks(entry.checks)}</td></tr>"
        )
    return rows


def _checks(checks: Iterable[Check]) -> str:
    checks = list(checks)
    decided = [check for check in checks if check.outcome is not Outcome.CANNOT_TELL]
    items = "".join(
        f"<li>{_MARKS[check.outcome]} {escape(check.rule.value)} {escape(check.outcome.value)}: "
        f"{escape(check.working)}</li>"
        for check in decided
    )
    reasons: dict[str, list[str]] = {}
    for check in checks:
        if check.outcome is Outcome.CANNOT_TELL:
            reasons.setdefault(check.working, []).append(check.rule.value)
    items += "".join(
        f'<li class="how">– {escape(", ".join(names))} cannot tell: {escape(reason)}</li>'
        for reason, names in reasons.items()
    )
    items = items or '<li class="how">– nothing to check it with</li>'
    return f'<ul class="checks">{items}</ul>'
