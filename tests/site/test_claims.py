"""The pages of the ledger of claims, as they are built."""

from collections import Counter

import pytest

from fieldguide.catalogue import Catalogue, load
from fieldguide.claims import Entry, counts, ledger
from fieldguide.measured import published
from tests.site.conftest import ROOT, Copy
from tests.site.html import Page, pages

pytestmark = pytest.mark.xdist_group("site")


@pytest.fixture(scope="module")
def site(built: Copy) -> dict[str, Page]:
    return pages(built.site)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(ROOT)


@pytest.fixture(scope="module")
def entries(catalogue: Catalogue) -> list[Entry]:
    return ledger(catalogue, published(ROOT))


def test_every_claim_stands_on_the_page_of_its_document(
    site: dict[str, Page], catalogue: Catalogue
) -> None:
    for claim in catalogue.claims.values():
        assert claim.id in site[f"claims/{claim.publication}/index.html"].ids


def test_every_figure_is_shown_with_its_unit(site: dict[str, Page], entries: list[Entry]) -> None:
    for one in entries:
        assert one.published in site[f"claims/{one.publication.id}/index.html"].texts


def test_every_verdict_is_shown_as_often_as_it_is_reached(
    site: dict[str, Page], catalogue: Catalogue, entries: list[Entry]
) -> None:
    for publication in catalogue.publications:
        own = counts(one for one in entries if one.publication.id == publication)
        page = site[f"claims/{publication}/index.html"]
        ledger_alone = page.html[page.html.index("claims__claim") :]
        found = Counter({each: ledger_alone.count(f"</span> {each.value}</span>") for each in own})
        assert found == Counter(own)


def test_the_overview_leads_to_each_document(site: dict[str, Page], catalogue: Catalogue) -> None:
    paths = {path for _, path, _ in site["claims/index.html"].targets}
    assert {f"claims/{publication}/" for publication in catalogue.publications} <= paths


def test_a_chart_is_a_picture_with_a_title_a_description_and_a_table(
    site: dict[str, Page],
) -> None:
    html = site["claims/index.html"].html
    assert html.count('<svg class="claims"') == 1
    assert {"claims-all-title", "claims-all-desc"} <= site["claims/index.html"].ids
    figure = html[html.index('<svg class="claims"') : html.index("</figure>")]
    assert "<table>" in figure


def test_the_ledger_is_not_searched_but_the_words_about_it_are(built: Copy) -> None:
    index = built.files()["search/search_index.json"].decode()
    assert "Published claims, checked" in index
    assert "own arithmetic" not in index
