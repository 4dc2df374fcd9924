"""Every side by side page: a tab for each framework, none empty, none too wide for a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from fieldguide.catalogue import load
from tests.browser.conftest import ROOT, window
from tests.browser.visit import Visit

pytestmark = pytest.mark.xdist_group("browser")

KNOWN = load(ROOT)
TABS = """() => {
    const set = document.querySelector('.tabbed-set');
    const blocks = [...set.querySelectorAll(':scope > .tabbed-content > .tabbed-block')];
    return [...set.querySelectorAll(':scope > input')].map((input, index) => {
        input.click();
        const fits = document.documentElement.scrollWidth <= innerWidth;
        return [blocks[index].innerText.trim().length, fits];
    });
}"""


@pytest.fixture(scope="module")
def phone(browser: Browser, origin: str) -> Iterator[Visit]:
    """One window for all topics: what they have in common is loaded once."""
    with window(browser, origin, "phone", "light") as visit:
        yield visit


@pytest.mark.parametrize("topic", KNOWN.topics)
def test_the_tabs_of_a_topic_are_complete(phone: Visit, topic: str) -> None:
    page = phone.go(f"topics/{topic}/")
    labels = page.locator(".tabbed-set").first.locator(":scope > .tabbed-labels > label")
    assert labels.all_inner_texts() == [known.name for known in KNOWN.frameworks.values()]
    tabs = page.evaluate(TABS)
    assert len(tabs) == len(KNOWN.frameworks)
    for slug, (length, fits) in zip(KNOWN.frameworks, tabs, strict=True):
        assert length > 40, f"the tab of {slug} is empty"
        assert fits, f"the tab of {slug} is too wide for a phone"
    assert phone.complaints == []
