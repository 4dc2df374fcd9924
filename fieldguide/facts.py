"""The box of facts at the top of a guide, and the versions that code was run on."""

from fieldguide.model import Fact
from fieldguide.site import Site
from fieldguide.text import escape, inline, link


def at_a_glance(site: Site, framework_id: str) -> str:
    """Return the box of facts at the top of a guide.

    Raises:
        LookupError: if the framework is unknown; the message names those that exist.
    """
    framework = site.framework(framework_id)
    file = f"data/frameworks/{framework.id}.yml"
    facts = framework.facts
    releases = "<br>".join(
        f"{escape(release.version)}, {release.date} {site.evidence(release)}"
        for release in framework.current
    )
    size = framework.install
    note = f"; {inline(size.note)}" if size.note else ""
    packages = "1 package" if size.packages == 1 else f"{size.packages} packages"
    rows: list[tuple[str, str, tuple[str, ...]]] = [
        ("In force", releases, ("current",)),
        ("Server interface", _fact(site, facts.interface), ("facts", "interface")),
        ("Python", _fact(site, facts.python), ("facts", "python")),
        ("Licence", _fact(site, facts.licence), ("facts", "licence")),
        ("First release", _fact(site, facts.first_release), ("facts", "first_release")),
        ("Maintained by", _fact(site, facts.maintainer), ("facts", "maintainer")),
        ("Releases", _fact(site, facts.rhythm), ("facts", "rhythm")),
        ("Support", _fact(site, facts.support), ("facts", "support")),
        (
            "Minimal install",
            f"{packages}, {size.megabytes:g} MB{note} {site.evidence(size)}",
            ("install",),
        ),
        ("Tested on", tested_on(site, framework.id), ()),
    ]
    body = "".join(
        f'<tr><th scope="row">{name}</th><td>{html}'
        + (site.edit_link(f"{framework.name}, {name}", file, *location) if location else "")
        + "</td></tr>"
        for name, html, location in rows
    )
    caption = (
        f"{link(framework.website, escape(framework.name))} at a glance; "
        f"source code: {link(framework.repository, 'repository')}"
    )
    table = f"<table><caption>{caption}</caption><tbody>{body}</tbody></table>"
    return f'<div class="facts">{table}</div>'


def tested_on(site: Site, framework_id: str) -> str:
    """Return the versions that a framework's contracts were last run on, one line each Python.

    Raises:
        LookupError: if the framework is unknown; the message names those that exist.
    """
    framework = site.framework(framework_id)
    lines = []
    for python, tested in site.catalogue.tested.items():
        versions = ", ".join(
            f"{escape(package)} {escape(tested.packages[package])}"
            for package in framework.packages
            if package in tested.packages
        )
        lines.append(f"Python {escape(python)} with {versions} ({tested.recorded})")
    return "<br>".join(lines)


def all_tested_on(site: Site) -> str:
    """Return the versions that all contracts were last run on, as a table."""
    rows = "".join(
        f'<tr><th scope="row">{escape(framework.name)}</th>'
        f"<td>{tested_on(site, framework.id)}</td></tr>"
        for framework in site.catalogue.frameworks.values()
    )
    return f'<div class="facts"><table><tbody>{rows}</tbody></table></div>'


def measurements(site: Site) -> str:
    """Return how each figure that was measured here was made, as a list that links can point at."""
    rows = "".join(
        f'<dt id="{source.id}">{inline(source.title)}</dt><dd>{inline(source.method or "")}'
        f"{site.edit_link(source.title, 'data/sources.yml', source.id)}</dd>"
        for source in site.catalogue.sources.values()
        if not source.url
    )
    return f'<dl class="measurements">{rows}</dl>'


def _fact(site: Site, fact: Fact) -> str:
    return f"{inline(fact.value)} {site.evidence(fact)}"
