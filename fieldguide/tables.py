"""Comparison tables: rows of data in, HTML out.

Each table is complete without JavaScript; `docs/assets/js/tables.js` reads the `data-` attributes
to sort and to filter it.
"""

import inspect
from collections.abc import Iterable, Sequence
from datetime import date

from fieldguide.lines import count_lines
from fieldguide.model import Feature, Framework, Group, Support, Trait, Vocabulary
from fieldguide.problems import unknown
from fieldguide.site import Site
from fieldguide.text import escape, inline, link

SHAPES = {
    Support.BUILT_IN: ("●", "built in"),
    Support.OFFICIAL: ("◐", "official"),
    Support.THIRD_PARTY: ("○", "third party"),
    Support.NONE: ("–", "none"),
}
"""The shape and the words by which a level of support is shown, never by colour alone."""


def matrix(site: Site, group: str | None = None, only: Sequence[str] | None = None) -> str:
    """Return the table of capabilities.

    Args:
        site: the data and the page's place.
        group: a group's name for its rows alone, None for all groups.
        only: framework ids for some columns, None for all.

    Raises:
        LookupError: if a group or a framework is unknown; the message names those that exist.
    """
    frameworks = _columns(site, only)
    rows = list(site.catalogue.features.values())
    if group is not None:
        words = [word.value for word in Group]
        if group not in words:
            raise unknown("group", group, words)
        rows = [row for row in rows if row.group.value == group]
    body = "".join(
        f'<tr data-group="{row.group.value}" data-key="{row.id}">{_head(site, "features", row)}'
        + "".join(_support_cell(site, row, framework) for framework in frameworks)
        + "</tr>"
        for row in rows
    )
    legend = ", ".join(f"{shape} {word}" for shape, word in SHAPES.values())
    caption = f"What each framework brings. {legend}. {_checked(rows)}"
    name = f"features-{group}" if group else "features"
    return _table(site, name, "features", "Capability", caption, frameworks, body)


def traits(site: Site, only: Sequence[str] | None = None) -> str:
    """Return the table of descriptive rows; arguments and errors as in `matrix`."""
    frameworks = _columns(site, only)
    rows = list(site.catalogue.traits.values())
    body = "".join(
        f'<tr data-key="{row.id}">{_head(site, "traits", row)}'
        + "".join(
            f'<td data-framework="{framework.id}">{inline(row.cells[framework.id].text)} '
            f"{site.evidence(row.cells[framework.id], framework.id)}</td>"
            for framework in frameworks
        )
        + "</tr>"
        for row in rows
    )
    caption = f"What each framework is like. {_checked(rows)}"
    return _table(site, "traits", "traits", "Trait", caption, frameworks, body)


def topic_list(site: Site) -> str:
    """Return topics × frameworks: where a snippet is, how long it is, and why a cell is empty."""
    catalogue = site.catalogue
    body = ""
    gaps: list[str] = []
    for topic in catalogue.topics.values():
        cells = ""
        for framework in catalogue.frameworks.values():
            files = catalogue.snippet_files(framework.id, topic.id)
            cell = topic.cells.get(framework.id)
            count = sum(map(count_lines, files))
            if files:
                inner = link(site.topic(topic.id, framework.id), f"{count} lines")
                if not catalogue.legs(framework.id, topic.id):
                    inner += ' <span class="caveat">not proven yet</span>'
            elif cell and cell.see:
                see = site.framework(cell.see)
                inner = link(site.topic(topic.id, see.id), f"see {escape(see.short)}")
            else:
                inner = '<span class="support support--none">– none</span>'
            if cell and cell.reason:
                name = f"{framework.name}, {topic.name}"
                edit = site.edit_link(name, "data/topics.yml", topic.id, "cells", framework.id)
                gaps.append(
                    f"<li><strong>{escape(name)}:</strong> {inline(cell.reason)}{edit}</li>"
                )
            sort = f' data-sort="{count}"' if files else ""
            cells += f'<td data-framework="{framework.id}"{sort}>{inner}</td>'
        name = link(site.topic(topic.id), escape(topic.name))
        edit = site.edit_link(topic.name, "data/topics.yml", topic.id)
        body += (
            f'<tr data-group="{topic.group.value}" data-key="{topic.id}"><th scope="row">{name}'
            f'<span class="question">{inline(topic.question)}</span>{edit}</th>{cells}</tr>'
        )
    legs = " and ".join(
        f"Python {escape(python)} ({tested.recorded})"
        for python, tested in catalogue.tested.items()
    )
    caption = (
        "Lines of code of each snippet, without blank lines, comments and docstrings. "
        f"Each passed its contract on {legs}."
    )
    frameworks = list(catalogue.frameworks.values())
    table = _table(site, "topics", "topics", "Topic", caption, frameworks, body)
    listed = f'<ul class="gaps">{"".join(gaps)}</ul>' if gaps else ""
    # Each row is the beginning of a page of its own, which a search finds.
    return f"<section data-search-exclude>{table}{listed}</section>"


def sizes(site: Site, topic_id: str) -> str:
    """Return a small table: how much code a topic takes, which packages, and what is built in.

    What is built in comes from the capabilities that name the topic as their proof.

    Raises:
        LookupError: if the topic is unknown; the message names those that exist.
    """
    topic = site.topic_row(topic_id)
    features = [
        row
        for row in site.catalogue.features.values()
        if any(cell.proof == topic_id for cell in row.cells.values())
    ]
    rows = ""
    for framework in site.catalogue.frameworks.values():
        files = site.catalogue.snippet_files(framework.id, topic_id)
        if not files:
            continue
        cell = topic.cells.get(framework.id)
        packages = ", ".join(map(escape, cell.packages)) if cell and cell.packages else "none"
        why = f' <span class="how">{inline(cell.why)}</span>' if cell and cell.why else ""
        rows += (
            f'<tr><th scope="row">{escape(framework.name)}</th><td>{len(files)}</td>'
            f"<td>{sum(count_lines(path) for path in files)}</td>"
            + "".join(f"<td>{_support(row.cells[framework.id].support)}</td>" for row in features)
            + f"<td>{packages}{why}</td></tr>"
        )
    return plain_table(
        f"Size of {topic.name}",
        "Lines without blank lines, comments and docstrings; packages beside the framework and "
        "its server" + ("; support as the page Compare has it." if features else "."),
        (
            "Framework",
            "Files",
            "Lines",
            *(inline(row.name) for row in features),
            "Packages added",
        ),
        rows,
        found_by_search=False,  # It would make the index heavy; the code says what it imports.
    )


def guide_list(site: Site) -> str:
    """Return the guides as a list of cards: mark, name, and what the framework is."""
    cards = "".join(
        f'<li><a href="{site.guide(framework.id)}">'
        f'<img src="{site.base}assets/marks/{framework.id}.svg" alt="" width="28" height="28">'
        f"<strong>{escape(framework.name)}</strong></a>"
        f'<span class="how">{inline(framework.summary)}</span></li>'
        for framework in site.catalogue.frameworks.values()
    )
    return f'<ul class="guides">{cards}</ul>'


def words() -> str:
    """Return every closed list of words that a data file may use, with their meanings."""
    parts = []
    for vocabulary in Vocabulary.__subclasses__():
        rows = "".join(
            f'<tr><th scope="row"><code>{escape(word.value)}</code></th>'
            f"<td>{inline(word.meaning)}</td></tr>"
            for word in vocabulary
        )
        about = inspect.getdoc(vocabulary) or ""
        table = plain_table(vocabulary.__name__, inline(about), ("Word", "Meaning"), rows)
        parts.append(f"### {vocabulary.__name__}\n\n{table}\n")
    return "\n".join(parts)


def plain_table(
    name: str, caption: str, heads: Iterable[str], body: str, *, found_by_search: bool = True
) -> str:
    """Return a table that scrolls by itself on a narrow screen; captions and body are HTML."""
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return (
        '<div class="matrix"><div class="matrix__scroll" tabindex="0" role="region" '
        f'aria-label="{escape(name)}"{"" if found_by_search else " data-search-exclude"}>'
        f"<table><caption>{caption}</caption>"
        f"<thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div></div>"
    )


def _columns(site: Site, only: Sequence[str] | None) -> list[Framework]:
    if only is None:
        return list(site.catalogue.frameworks.values())
    return [site.framework(framework_id) for framework_id in only]


def _support(support: Support) -> str:
    shape, word = SHAPES[support]
    return (
        f'<span class="support support--{support.value}">'
        f'<span aria-hidden="true">{shape}</span> {word}</span>'
    )


def _support_cell(site: Site, row: Feature, framework: Framework) -> str:
    cell = row.cells[framework.id]
    rank = list(Support).index(cell.support)
    html = (
        f'<td data-framework="{framework.id}" data-support="{cell.support.value}" '
        f'data-sort="{rank}">{_support(cell.support)}'
    )
    if cell.how:
        html += f' <span class="how">{inline(cell.how)}</span>'
    if cell.caveat:
        html += f' <span class="caveat">{inline(cell.caveat)}</span>'
    return f"{html} {site.evidence(cell, framework.id)}</td>"


def _head(site: Site, file: str, row: Feature | Trait) -> str:
    edit = site.edit_link(row.name, f"data/{file}.yml", row.id)
    return (
        f'<th scope="row">{inline(row.name)}'
        f'<span class="question">{inline(row.question)}</span>{edit}</th>'
    )


def _checked(rows: Iterable[Feature | Trait]) -> str:
    days: list[date] = []
    for row in rows:
        for cell in row.cells.values():
            days += [cell.checked] if cell.checked else []
    if not days:
        return "Each cell names its evidence."
    span = f"on {min(days)}" if min(days) == max(days) else f"from {min(days)} to {max(days)}"
    return f"Each cell names its evidence; sources were read {span}."


def _table(
    site: Site,
    name: str,
    file: str,
    corner: str,
    caption: str,
    frameworks: Iterable[Framework],
    body: str,
) -> str:
    edit = link(site.view(f"data/{file}.yml"), f"data/{file}.yml", class_="edit")
    heads = "".join(
        f'<th scope="col" data-framework="{framework.id}">{escape(framework.short)}</th>'
        for framework in frameworks
    )
    return (
        f'<div class="matrix" data-table="{name}">'
        f'<div class="matrix__scroll" tabindex="0" role="region" aria-label="{corner} table">'
        f"<table><caption>{caption} From {edit}.</caption>"
        f'<thead><tr><th scope="col">{corner}</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></div>"
    )
