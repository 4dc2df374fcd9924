"""The pages on speed, as they are built from the published run."""

import json
import re
from html import unescape

import pytest

from fieldguide import runs
from fieldguide.benchmarks import Results
from tests.site.conftest import ROOT, Copy
from tests.site.html import Page, pages

pytestmark = pytest.mark.xdist_group("site")

CHARTS = ["index", "scenarios", "latency", "footprint", "factors"]


@pytest.fixture(scope="module")
def site(built: Copy) -> dict[str, Page]:
    return pages(built.site)


@pytest.fixture(scope="module")
def published() -> Results:
    return runs.read(ROOT).published


def page(site: dict[str, Page], name: str) -> Page:
    return site[f"speed/{name}/index.html".replace("/index/", "/")]


@pytest.mark.parametrize("name", CHARTS)
def test_charts_stand_before_a_table(site: dict[str, Page], name: str) -> None:
    html = page(site, name).html
    charts = html.count('<svg class="results"')
    assert charts
    assert len(re.findall(r'<title id="chart-[^"]+">', html)) == charts
    assert html.rindex("<table>") > html.rindex('<svg class="results"')


def test_every_scenario_has_its_section_and_every_row_its_command(
    site: dict[str, Page], published: Results
) -> None:
    found = page(site, "scenarios")
    for about in published.run.scenarios:
        assert about.id in found.ids
    measured = {
        cell.command
        for cell in published.cells.values()
        if any(load for entry in cell.rounds for load in entry.loads if not load.rejected)
    }
    assert measured
    assert measured <= set(found.codes)


def test_the_run_is_named_with_all_that_it_was_made_on(
    site: dict[str, Page], published: Results
) -> None:
    for name in ("index", "runs"):
        said = " ".join(" ".join(page(site, name).texts + page(site, name).codes).split())
        run = published.run
        for fact in (run.id, run.provenance.commit[:10], run.provenance.machine.cpu, str(run.seed)):
            assert fact in said, f"{name}: {fact}"


def test_figures_are_not_searched_but_scenarios_are(built: Copy, published: Results) -> None:
    index = json.loads(built.files()["search/search_index.json"])
    entries = [row for row in index["docs"] if row["location"].startswith("speed/")]
    titles = {unescape(row["title"]) for row in entries}
    assert {about.name for about in published.run.scenarios} <= titles
    said = " ".join(row["text"] for row in entries)
    assert "<svg" not in said
    assert "Rounds" not in said
    assert "Measured twice, the baseline" not in said
    assert len(said) < 25_000
