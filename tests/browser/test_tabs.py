"""The framework whose tab is chosen stays so: on a page, across pages, in the address."""

import pytest
from playwright.sync_api import Page

from tests.browser.visit import Visit

pytestmark = pytest.mark.xdist_group("browser")


def chosen(page: Page) -> set[str]:
    """Return the frameworks whose tabs are open, over all sets of framework tabs."""
    return set(
        page.evaluate(
            """[...document.querySelectorAll('.tabbed-set')].map((set) => {
                const input = set.querySelector(':scope > input:checked');
                return set.querySelector(`label[for="${input.id}"]`).dataset.framework;
            }).filter(Boolean)"""
        )
    )


def test_a_chosen_framework_is_in_the_address_and_on_every_topic(visit: Visit) -> None:
    page = visit.go("topics/json_body/")
    page.locator(".tabbed-labels > label[data-framework=flask]").first.click()
    page.wait_for_url("**/topics/json_body/?framework=flask")
    assert chosen(page) == {"flask"}
    page.wait_for_load_state("networkidle")  # It has to know the site's addresses by then.
    page.evaluate("window.sameDocument = true")
    page.locator(".md-sidebar--primary a", has_text="Routing").click()
    page.wait_for_url("**/topics/routing/")
    page.locator("h1", has_text="Routing").wait_for()
    assert page.evaluate("window.sameDocument"), "instant navigation"
    assert chosen(page) == {"flask"}
    page.reload()
    assert chosen(page) == {"flask"}


def test_an_address_may_name_the_framework(visit: Visit) -> None:
    page = visit.go("topics/json_body/?framework=tornado")
    page.locator("label[data-framework=tornado]").first.wait_for()
    assert chosen(page) == {"tornado"}
    page.locator(".md-sidebar--primary a", has_text="Routing").click()
    page.locator("h1", has_text="Routing").wait_for()
    assert chosen(page) == {"tornado"}


def test_a_tab_is_chosen_by_keyboard(visit: Visit) -> None:
    page = visit.go("topics/json_body/?framework=django")
    page.locator(".tabbed-set > input:checked").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/?framework=*")
    assert chosen(page) != {"django"}
