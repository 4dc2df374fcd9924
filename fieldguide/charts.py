"""Charts, drawn as SVG while the site is built; each stands beside the same in a table or words."""

from dataclasses import dataclass
from datetime import date

from fieldguide.model import Branch
from fieldguide.site import Site
from fieldguide.tables import plain_table
from fieldguide.text import escape, inline

_WIDTH, _LEFT, _ROW, _TOP = 480, 92, 30, 26


@dataclass(frozen=True)
class _Scale:
    first: int
    last: int

    def x(self, when: date) -> float:
        """Return where a day lies, in units of the drawing."""
        year = when.year + (when.timetuple().tm_yday - 1) / 366
        return round(_LEFT + (year - self.first) / (self.last - self.first) * (_WIDTH - _LEFT), 1)


def support_timeline(site: Site, framework_id: str) -> str:
    """Return how long each release series is supported, as a chart and as its table.

    A solid bar is the time of ordinary fixes, a light one the time of security fixes alone; an
    open end means that nobody promises a date. The line marks the day the data was checked.

    Raises:
        LookupError: if the framework is unknown; the message names those that exist.
    """
    framework = site.framework(framework_id)
    checked = max(branch.checked for branch in framework.branches)
    ends = [_end(branch.security_until or branch.fixes_until) for branch in framework.branches]
    years = [day.year for day in ends if day] + [checked.year]
    scale = _Scale(min(branch.released.year for branch in framework.branches), max(years) + 1)
    height = _TOP + _ROW * len(framework.branches) + 8
    marks = "".join(_branch(branch, scale, row) for row, branch in enumerate(framework.branches))
    x = scale.x(checked)
    name = escape(framework.name)
    drawing = (
        f'<svg class="timeline" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-labelledby="timeline-{framework.id}" style="--ink: var(--fw-{framework.id})">'
        f'<title id="timeline-{framework.id}">Support of {name} releases; '
        "the table below says the same</title>"
        f"{_years(scale, height)}{marks}"
        f'<line class="timeline__today" x1="{x}" x2="{x}" y1="{_TOP - 6}" y2="{height}"/></svg>'
    )
    file = f"data/frameworks/{framework.id}.yml"
    rows = "".join(
        f'<tr><th scope="row">{escape(branch.name)}</th><td>{branch.released}</td>'
        f"<td>{branch.fixes_until or 'no date promised'}</td>"
        f"<td>{branch.security_until or 'no date promised'}</td>"
        f"<td>{inline(branch.note) + ' ' if branch.note else ''}{site.evidence(branch)}"
        f"{site.edit_link(f'{framework.name} {branch.name}', file, 'branches', index)}</td></tr>"
        for index, branch in enumerate(framework.branches)
    )
    table = plain_table(
        f"Support of {framework.name}",
        f"Support of {name}. In the chart, a solid bar means fixes, a light one security fixes "
        f"alone, a dashed one that no end is promised; the line is {checked}, when we checked.",
        ("Series", "Released", "Fixes until", "Security fixes until", "Note"),
        rows,
    )
    return f'<figure class="chart">{drawing}{table}</figure>'


def request_path(site: Site, framework_id: str) -> str:
    """Return the way of a request through a framework, as a drawing and in words.

    The request goes down on the left; the answer goes up on the right, through the stages that
    see it again.

    Raises:
        LookupError: if the framework is unknown; the message names those that exist.
    """
    framework = site.framework(framework_id)
    stages = framework.request.stages
    step, box, left, width = 52, 34, 40, 320
    bottom = _TOP + step * (len(stages) - 1) + box
    right, back = left + width, left + width + 40
    boxes = ""
    for number, stage in enumerate(stages):
        y = _TOP + step * number
        boxes += (
            f'<rect class="path__{stage.by.value}" x="{left}" y="{y}" width="{width}" '
            f'height="{box}" rx="4"/><text x="{left + 12}" y="{y + 22}">{number + 1}. '
            f"{escape(stage.name)}</text>"
        )
        if number + 1 < len(stages):
            x, top = left + 28, y + box
            boxes += f'<path class="path__request" d="M{x} {top}v{step - box - 5}"/>'
            boxes += f'<path class="path__head" d="M{x - 5} {top + 12}h10l-5 6z"/>'
        if stage.both_ways:
            across = f"M{right} {y + 17}H{back}"
            boxes += f'<path class="path__answer" d="{across}"/>'
            boxes += f'<circle class="path__head" cx="{back}" cy="{y + 17}" r="4"/>'
    line = f"M{right} {bottom - box // 2}H{back}V{_TOP - 6}"
    words = "".join(
        f"<li><strong>{escape(stage.name)}</strong> ({stage.by.meaning}): {inline(stage.does)}"
        f"{' The answer passes here again.' if stage.both_ways else ''}</li>"
        for stage in stages
    )
    file = f"data/frameworks/{framework.id}.yml"
    name = escape(framework.name)
    edit = site.edit_link(f"the way of a request through {framework.name}", file, "request")
    return (
        f'<figure class="chart"><svg class="path" viewBox="0 0 {_WIDTH} {bottom + 10}" role="img" '
        f'aria-labelledby="path-{framework.id}" style="--ink: var(--fw-{framework.id})">'
        f'<title id="path-{framework.id}">The way of a request through {name}; '
        "the list below says the same</title>"
        f'<text x="{left}" y="14">request</text>'
        f'<path class="path__head" d="M{left + 23} {_TOP - 7}h10l-5 6z"/>'
        f'<text x="{back}" y="14" text-anchor="middle">answer</text>'
        f'<path class="path__answer" d="{line}"/>'
        f'<path class="path__head" d="M{back - 5} {_TOP - 2}h10l-5 -7z"/>{boxes}</svg>'
        f"<ol>{words}</ol><figcaption>{site.evidence(framework.request)}{edit}</figcaption></figure>"
    )


def install_sizes(site: Site) -> str:
    """Return how large a minimal install of each framework is, as a chart and as its table."""
    frameworks = sorted(site.catalogue.frameworks.values(), key=lambda row: row.install.megabytes)
    widest = max(framework.install.megabytes for framework in frameworks)
    room = _WIDTH - _LEFT - 144
    bars, rows = "", ""
    for number, framework in enumerate(frameworks):
        size = framework.install
        y = _ROW * number + 4
        width = round(max(size.megabytes / widest * room, 2), 1)
        packages = "1 package" if size.packages == 1 else f"{size.packages} packages"
        bars += (
            f'<text x="0" y="{y + 15}">{escape(framework.short)}</text>'
            f'<rect x="{_LEFT}" y="{y}" width="{width}" height="20" rx="2" '
            f'style="fill: var(--fw-{framework.id})"/>'
            f'<text x="{_LEFT + width + 8}" y="{y + 15}">{size.megabytes:g} MB, {packages}</text>'
        )
        file = f"data/frameworks/{framework.id}.yml"
        note = f"{inline(size.note)} " if size.note else ""
        rows += (
            f'<tr><th scope="row">{escape(framework.name)}</th><td>{size.megabytes:g}</td>'
            f"<td>{size.packages}</td><td>{note}{site.evidence(size)}"
            f"{site.edit_link(framework.name, file, 'install')}</td></tr>"
        )
    height = _ROW * len(frameworks) + 8
    table = plain_table(
        "Size of a minimal install",
        "What installing the framework alone brings, without bytecode.",
        ("Framework", "MB on disk", "Packages", "Note"),
        rows,
    )
    return (
        f'<figure class="chart"><svg class="bars" viewBox="0 0 {_WIDTH} {height}" role="img" '
        'aria-labelledby="install-sizes"><title id="install-sizes">Size of a minimal install; the '
        f"table below says the same</title>{bars}</svg>"
        f"<details><summary>The same as a table</summary>{table}</details></figure>"
    )


def _end(when: str | None) -> date | None:
    """Return a day for a day or a month; a month is taken to its 28th."""
    return date.fromisoformat(when if len(when) == 10 else f"{when}-28") if when else None


def _years(scale: _Scale, height: int) -> str:
    lines = []
    for year in range(scale.first, scale.last + 1):
        x = scale.x(date(year, 1, 1))
        lines.append(f'<line class="timeline__year" x1="{x}" x2="{x}" y1="{_TOP}" y2="{height}"/>')
        if year < scale.last:
            middle = round((x + scale.x(date(year + 1, 1, 1))) / 2, 1)
            lines.append(f'<text x="{middle}" y="16" text-anchor="middle">{year}</text>')
    return "".join(lines)


def _branch(branch: Branch, scale: _Scale, row: int) -> str:
    y = _TOP + _ROW * row + 4
    start = scale.x(branch.released)
    fixes, security = _end(branch.fixes_until), _end(branch.security_until)
    label = f'<text x="0" y="{y + 15}">{escape(branch.name)}</text>'
    if not fixes and not security:
        bars = _bar("open", start, _WIDTH, y)
    else:
        middle = scale.x(fixes) if fixes else start
        bars = _bar("fixes", start, middle, y) if fixes else ""
        if security:
            bars += _bar("security", middle, scale.x(security), y)
    return label + bars


def _bar(kind: str, start: float, end: float, y: int) -> str:
    width = round(max(end - start, 2), 1)
    return (
        f'<rect class="timeline__{kind}" x="{start}" y="{y}" width="{width}" height="20" rx="2"/>'
    )
