"""The real site, built strictly: it is whole, it repeats, and it needs nobody else's server."""

import gzip
import os
import re
from urllib.parse import urljoin, urlsplit

import pytest

from tests.site.conftest import Copy
from tests.site.html import HOST, Page, pages, style_addresses

pytestmark = pytest.mark.xdist_group("site")

MARKS = ("{@", "@}", "--8<--", "Macro Rendering Error", "```")
BUDGET = 90_000
"""Bytes over the wire on the first visit of a guide page (the table of budgets in the design)."""
SEARCH_BUDGET = 165_000
"""Bytes of the search index over the wire, which a browser fetches when a search begins."""


@pytest.fixture(scope="module")
def site(built: Copy) -> dict[str, Page]:
    return pages(built.site)


def test_it_is_built_without_a_warning(built: Copy) -> None:
    assert built.code == 0
    assert re.findall(r"(?:WARNING|ERROR).*", built.output) == []


def test_another_build_in_another_place_gives_the_same_bytes(
    built: Copy, built_again: Copy
) -> None:
    first, second = built.files(), built_again.files()
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_no_page_speaks_of_the_machine_it_was_built_on(built: Copy) -> None:
    path = os.fsencode(built.root)
    assert [name for name, content in built.files().items() if path in content] == []


def test_no_mark_of_a_macro_or_include_is_left(site: dict[str, Page]) -> None:
    left = [
        f"{name}: {text.strip()[:60]}"
        for name, page in site.items()
        for text in page.texts
        if any(mark in text for mark in MARKS)
    ]
    assert left == []


def test_no_mark_of_an_include_is_left_in_code(site: dict[str, Page]) -> None:
    explained = ("contributing/", "reference/")  # These pages explain the marks.
    left = [
        f"{name}: {text.strip()[:60]}"
        for name, page in site.items()
        if not name.startswith(explained)
        for text in page.codes
        if any(mark in text for mark in MARKS)
    ]
    assert left == []


def test_every_link_leads_to_something(built: Copy, site: dict[str, Page]) -> None:
    files = built.files()
    dead = []
    for name, page in site.items():
        for reference, path, fragment in page.targets:
            target = path if path in files else f"{path.rstrip('/')}/index.html".lstrip("/")
            if target not in files:
                dead.append(f"{name}: {reference.address}: there is no such file")
            elif fragment and target in site and fragment not in site[target].ids:
                dead.append(f"{name}: {reference.address}: there is no such anchor")
    assert dead == []


def test_links_go_by_http_or_mail_only(site: dict[str, Page]) -> None:
    schemes = {
        urlsplit(reference.address).scheme
        for page in site.values()
        for reference in page.references
    }
    assert schemes <= {"", "https", "http", "mailto", "data"}


def test_style_sheets_load_what_is_there(built: Copy) -> None:
    files = built.files()
    dead = []
    for name, content in files.items():
        if name.endswith(".css"):
            for address in style_addresses(content.decode()):
                target = urljoin(f"{HOST}/{name}", address)
                known = target.startswith(f"{HOST}/") and urlsplit(target).path[1:] in files
                if not known and not address.startswith(("data:", "#")):
                    dead.append(f"{name}: {address}")
    assert dead == []


def test_nothing_is_loaded_from_another_host(site: dict[str, Page]) -> None:
    foreign = {
        f"{name}: <{reference.tag}> {reference.address}"
        for name, page in site.items()
        for reference in page.references
        if reference.loaded
        and urlsplit(urljoin(page.address, reference.address)).netloc
        not in {"", urlsplit(HOST).netloc}
    }
    assert foreign == set()


def test_every_page_says_what_it_is(site: dict[str, Page]) -> None:
    for name, page in site.items():
        assert page.title.strip(), name
        assert page.description.strip(), name
        assert page.language == "en", name
        assert page.headings == 1, name


def test_titles_differ(site: dict[str, Page]) -> None:
    titles = [page.title.strip() for page in site.values()]
    assert sorted(titles) == sorted(set(titles))


def test_no_id_stands_twice_on_a_page(site: dict[str, Page]) -> None:
    for name, page in site.items():
        ids = re.findall(r'<[^>]*\sid="?([^"\s>]+)', page.html)
        assert sorted(ids) == sorted(set(ids)), name


def weight(page: Page, files: dict[str, bytes]) -> int:
    """Return the bytes that a first visit of a page takes, each file compressed."""
    loaded = {path for reference, path, _ in page.targets if reference.loaded}
    return sum(len(gzip.compress(files[path], 6)) for path in {page.path} | loaded)


def test_guides_are_light(built: Copy, site: dict[str, Page]) -> None:
    files = built.files()
    weights = {name: weight(page, files) for name, page in site.items()}
    for name, size in sorted(weights.items(), key=lambda item: -item[1]):
        print(f"{size:>8,} B  {name}")
    guides = {name: size for name, size in weights.items() if name.startswith("guides/")}
    assert guides
    assert {name: size for name, size in guides.items() if size > BUDGET} == {}


def test_no_empty_lines_are_sent_but_those_that_are_shown(site: dict[str, Page]) -> None:
    shown = re.compile(r"<(pre|textarea|script|style)\b.*?</\1>", re.DOTALL)
    pages = {name: page.html for name, page in site.items() if name != "404.html"}
    assert [
        name for name, html in pages.items() if re.search(r"\n\s*\n", shown.sub("-", html))
    ] == []
    assert "\n\n" in pages["topics/hello/index.html"], "code keeps its empty lines"


def test_what_is_not_searched_is_left_out_as_a_whole(site: dict[str, Page]) -> None:
    assert {name: page.leaks for name, page in site.items() if page.leaks} == {}


def test_the_search_index_is_light(built: Copy) -> None:
    index = built.files()["search/search_index.json"]
    size = len(gzip.compress(index, 6))
    print(f"{size:,} B search index")
    assert 10_000 < size <= SEARCH_BUDGET
