"""The comparison is filtered and sorted by keyboard; its state is an address to share."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.visit import Visit

pytestmark = pytest.mark.xdist_group("browser")

ADDRESS = "choose/compare/"


def shown_rows(page: Page) -> list[str]:
    """Return the row headers that are in sight, from top to bottom."""
    rows: list[str] = page.evaluate(
        """[...document.querySelectorAll('.matrix tbody tr')].filter((row) => row.offsetParent)
            .map((row) => row.cells[0].textContent.trim())"""
    )
    return rows


def shown_columns(page: Page) -> list[str]:
    """Return the frameworks whose columns are in sight, in the first table."""
    columns: list[str] = page.evaluate(
        """[...document.querySelector('.matrix thead').querySelectorAll('th[data-framework]')]
            .filter((head) => head.offsetParent).map((head) => head.dataset.framework)"""
    )
    return columns


def by_keyboard(page: Page, target: Locator, key: str) -> None:
    target.focus()
    page.keyboard.press(key)


def test_frameworks_are_chosen_by_keyboard_and_the_address_says_so(visit: Visit) -> None:
    page = visit.go(ADDRESS)
    everything = shown_columns(page)
    assert {"django", "flask", "sanic"} <= set(everything)
    for slug in everything:
        if slug not in {"django", "flask"}:
            by_keyboard(page, page.locator(f".table-tools input[value={slug}]"), "Space")
    assert shown_columns(page) == ["django", "flask"]
    expect(page).to_have_url(re.compile(r"\?frameworks=django,flask$"))
    expect(page.locator(".table-tools output")).to_contain_text(
        f"2 of {len(everything)} frameworks"
    )
    page.go_back()
    assert len(shown_columns(page)) == 3
    page.go_forward()
    assert shown_columns(page) == ["django", "flask"]


def test_rows_are_filtered_by_support_and_by_text(visit: Visit) -> None:
    page = visit.go(ADDRESS + "?frameworks=django&support=built-in")
    rows = shown_rows(page)
    assert rows
    supports = page.evaluate(
        """[...document.querySelectorAll('.matrix td[data-support]')]
            .filter((cell) => cell.offsetParent).map((cell) => cell.dataset.support)"""
    )
    assert set(supports) == {"built-in"}
    word = rows[0].split()[0]
    page.locator(".table-tools input[type=search]").focus()
    page.keyboard.type(word)
    assert rows[0] in shown_rows(page)
    expect(page).to_have_url(re.compile(rf"[?&]q={re.escape(word)}"))
    page.go_back()
    assert shown_rows(page) == rows


def test_any_column_sorts_by_keyboard(visit: Visit) -> None:
    page = visit.go(ADDRESS)
    original = shown_rows(page)
    heads = page.locator(".matrix thead th:has(button)")
    name = heads.first
    by_keyboard(page, name.locator("button"), "Enter")
    expect(name).to_have_attribute("aria-sort", "ascending")
    ascending = shown_rows(page)
    by_keyboard(page, name.locator("button"), "Enter")
    expect(name).to_have_attribute("aria-sort", "descending")
    assert sorted(original) == sorted(ascending) == sorted(shown_rows(page))
    flask = page.locator(".matrix thead th[data-framework=flask]").first
    by_keyboard(page, flask.locator("button"), "Space")
    expect(page).to_have_url(re.compile(r"\?sort=flask$"))
    by_keyboard(page, flask.locator("button"), "Space")
    expect(page).to_have_url(re.compile(r"\?sort=flask&dir=desc$"))
    expect(page.locator(".matrix thead th[aria-sort]").first).to_have_attribute(
        "data-framework", "flask"
    )
    by_keyboard(page, page.locator(".table-tools button[type=reset]"), "Enter")
    assert shown_rows(page) == original
    expect(page).to_have_url(re.compile(rf"{ADDRESS}$"))


def test_a_shared_address_restores_the_view(visit: Visit) -> None:
    address = ADDRESS + "?frameworks=flask,tornado&support=third-party&q=a&sort=flask&dir=desc"
    page = visit.go(address)
    rows, columns = shown_rows(page), shown_columns(page)
    assert columns == ["flask", "tornado"]
    page.reload()
    assert (shown_rows(page), shown_columns(page)) == (rows, columns)
    assert page.url == visit.origin + address


def test_the_view_survives_a_look_at_another_page(visit: Visit) -> None:
    page = visit.go(ADDRESS + "?frameworks=flask")
    page.evaluate("window.sameDocument = true")
    page.locator(".md-tabs a", has_text="Guides").click()
    page.wait_for_url("**/guides/")
    page.go_back()
    page.locator(".table-tools").wait_for()
    assert page.evaluate("window.sameDocument"), "instant navigation"
    assert shown_columns(page) == ["flask"]


def test_one_form_serves_both_tables(visit: Visit) -> None:
    page = visit.go(ADDRESS + "?frameworks=drf,sanic&support=built-in")
    assert page.locator(".table-tools").count() == 1
    heads = page.locator(".matrix thead th[data-framework]:visible")
    assert [head.get_attribute("data-framework") for head in heads.all()] == [
        *("drf", "sanic"),
        *("drf", "sanic"),
    ]
    traits = page.locator(".matrix[data-table=traits] tbody tr")
    assert traits.count() > 0, "no support is stated there, so it hides no row"
    assert all(row.is_visible() for row in traits.all())


def test_heads_stay_in_sight_while_one_reads_down(visit: Visit) -> None:
    page = visit.go(ADDRESS)
    page.locator(".matrix[data-table=features] tbody tr").last.scroll_into_view_if_needed()
    expect(page.locator(".matrix[data-table=features] thead th").last).to_be_in_viewport()


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_on_a_phone_each_cell_names_its_framework(visit: Visit) -> None:
    page = visit.go(ADDRESS)
    cell = page.locator("td[data-framework=fastapi]").last
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"FastAPI"'
    first, width = page.evaluate(
        "[document.querySelector('.matrix tbody th').offsetWidth, innerWidth]"
    )
    assert first <= 0.4 * width


def test_a_reader_who_comes_from_another_page_can_filter_too(visit: Visit) -> None:
    page = visit.go("guides/")
    page.wait_for_load_state("networkidle")  # It has to know the site's addresses by then.
    page.evaluate("window.sameDocument = true")
    page.locator(".md-tabs a", has_text="Choose").click()
    page.locator(".table-tools").wait_for()
    assert page.evaluate("window.sameDocument"), "instant navigation"
    assert len([url for url in visit.requests if url.endswith("/tables.js")]) == 1


def test_without_scripts_the_whole_table_is_there(browser: Browser, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(origin + ADDRESS)
    assert page.locator(".table-tools").count() == 0
    assert page.locator(".matrix tbody tr").first.is_visible()
    assert page.locator(".matrix thead th[data-framework=sanic]").first.is_visible()
    context.close()
