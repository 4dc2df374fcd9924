"""Every side by side page: a tab for each framework, none empty, none too wide for a phone."""

import pytest

from fieldguide.catalogue import load
from tests.browser.conftest import ROOT
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


@pytest.mark.parametrize("size", ["phone"], indirect=True)
@pytest.mark.parametrize("topic", KNOWN.topics)
def test_the_tabs_of_a_topic_are_complete(visit: Visit, topic: str) -> None:
    page = visit.go(f"topics/{topic}/")
    labels = page.locator(".tabbed-set").first.locator(":scope > .tabbed-labels > label")
    assert labels.all_inner_texts() == [known.name for known in KNOWN.frameworks.values()]
    tabs = page.evaluate(TABS)
    assert len(tabs) == len(KNOWN.frameworks)
    for slug, (length, fits) in zip(KNOWN.frameworks, tabs, strict=True):
        assert length > 40, f"the tab of {slug} is empty"
        assert fits, f"the tab of {slug} is too wide for a phone"
    assert visit.complaints == []
