"""Each kind of page, in both schemes and on both screens: accessible, quiet, not too wide."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import window
from tests.browser.visit import Visit

pytestmark = pytest.mark.xdist_group("browser")

PAGES = {
    "home": "",
    "guide": "guides/flask/",
    "guides": "guides/",
    "compare": "choose/compare/",
    "speed": "speed/",
    "scenarios": "speed/scenarios/",
    "latency": "speed/latency/",
    "footprint": "speed/footprint/",
    "factors": "speed/factors/",
    "runs": "speed/runs/",
    "run it": "speed/run-it/",
    "claims": "claims/",
    "claims of a document": "claims/finboard/",
    "topic": "topics/errors/",
    "topics": "topics/",
    "how to read": "how-to-read/",
    "reference": "reference/data/",
    "macros": "reference/macros/",
    "contributing": "contributing/",
}
LOOKS = [("light", "desktop"), ("dark", "phone")]
"""Each scheme and each screen once: the scheme decides the colours, the screen the layout.

Every colour of text is held against what lies behind it, in both schemes, by test_colours.py.
"""
RULES: dict[str, Any] = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe objects to."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]


@dataclass
class Look:
    """A window on a screen, in a scheme."""

    visit: Visit
    scheme: str


@pytest.fixture(scope="module", params=LOOKS, ids="-".join)
def look(request: pytest.FixtureRequest, browser: Browser, origin: str) -> Iterator[Look]:
    """A window for all pages: what they have in common is loaded once."""
    scheme, size = request.param
    with window(browser, origin, size, scheme) as visit:
        yield Look(visit, scheme)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_sound(look: Look, path: str) -> None:
    page = look.visit.go(path)
    assert page.evaluate("document.body.dataset.mdColorScheme") == (
        "slate" if look.scheme == "dark" else "default"
    )
    assert violations(page) == []
    assert look.visit.complaints == []
    assert look.visit.abroad == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", ["phone"], indirect=True)
@pytest.mark.parametrize("path", ["speed/", "speed/scenarios/", "speed/latency/"])
def test_the_labels_of_a_chart_can_be_read_on_a_phone(visit: Visit, path: str) -> None:
    page = visit.go(path)
    labels = page.locator("svg.results text")
    assert labels.count()
    sizes: list[float] = labels.evaluate_all(
        "all => all.map(label => parseFloat(getComputedStyle(label).fontSize)"
        " * label.getScreenCTM().a)"
    )
    assert min(sizes) >= 11
    touching = page.evaluate(
        """() => [...document.querySelectorAll('svg.results')].flatMap(svg => {
          const boxes = [...svg.querySelectorAll('text')].map(text => text.getBoundingClientRect());
          return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b =>
            a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom));
        }).length"""
    )
    assert touching == 0


@pytest.mark.parametrize(("scheme", "size"), LOOKS, indirect=True)
def test_an_unknown_address_gets_a_page_that_helps(visit: Visit) -> None:
    page = visit.go("topics/no-such-topic/")
    assert page.locator("h1").inner_text() == "There is no page at this address"
    assert page.locator(".doors a").count() == 3
    for link in page.locator(".doors a").all():
        assert page.request.get(str(link.evaluate("link => link.href"))).ok
    assert violations(page) == []


def test_the_search_index_is_fetched_when_it_is_first_needed(visit: Visit) -> None:
    page = visit.go("guides/flask/")
    page.wait_for_load_state("networkidle")
    assert [url for url in visit.requests if "search_index" in url] == []
    page.keyboard.press("/")
    page.keyboard.type("websocket")
    page.locator(".md-search-result__link").first.wait_for()
    addresses = [
        str(link.get_attribute("href")) for link in page.locator(".md-search-result__link").all()
    ]
    assert any("topics/websocket_echo/" in address for address in addresses)
    assert len([url for url in visit.requests if "search_index" in url]) == 1


def test_a_search_result_is_highlighted_on_its_page(visit: Visit) -> None:
    page = visit.go("topics/websocket_echo/?h=websocket")
    page.locator("article mark").first.wait_for()


def test_the_edit_button_leads_to_the_source_of_the_page(visit: Visit) -> None:
    page = visit.go("guides/flask/")
    address = str(page.locator("a[rel=edit]").get_attribute("href"))
    assert address.startswith("https://")
    assert address.endswith("/edit/main/docs/guides/flask.md")


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_what_scrolls_sideways_can_be_reached_by_keyboard(visit: Visit) -> None:
    page = visit.go("choose/compare/")
    box = page.locator(".matrix__scroll").first
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    first = page.locator(".matrix tbody th").first
    left = first.evaluate("cell => cell.getBoundingClientRect().x")
    box.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.matrix__scroll').scrollLeft > 20")
    assert first.evaluate("cell => cell.getBoundingClientRect().x") == left
