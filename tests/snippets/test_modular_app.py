"""Contract of `modular_app`: two modules in one application that do not touch each other."""

import pytest

from tests.snippets.harness import Client, Stage, detail, payload

CARD = {"X-Library-Card": "17"}
TITLES = {1: "Kindred", 2: "Solaris"}


def expected(prefix: str) -> list[dict[str, str]]:
    return [{"title": title, "url": f"{prefix}/{number}"} for number, title in TITLES.items()]


@pytest.mark.parametrize("prefix", ["/books", "/archive"])
def test_each_mount_of_the_books_links_to_itself(client: Client, prefix: str) -> None:
    assert payload(client.get(f"{prefix}/"), 200) == {"books": expected(prefix)}
    for number, book in zip(TITLES, expected(prefix), strict=True):
        assert payload(client.get(f"{prefix}/{number}"), 200) == book


def test_a_reader_is_found_under_the_readers_prefix(client: Client) -> None:
    answer = client.get("/readers/2", headers=CARD)
    assert payload(answer, 200) == {"name": "Grace", "url": "/readers/2"}


def test_the_front_page_names_all_modules(client: Client) -> None:
    assert payload(client.get("/"), 200) == {
        "books": "/books/",
        "archive": "/archive/",
        "reader": "/readers/1",
    }


def test_each_module_words_the_same_error_itself(client: Client) -> None:
    assert detail(client.get("/books/99"), 404) == "No such book."
    assert detail(client.get("/archive/99"), 404) == "No such book."
    assert detail(client.get("/readers/99", headers=CARD), 404) == "No such reader."


@pytest.mark.parametrize("number", [1, 99])
def test_readers_want_a_card_before_anything_else(client: Client, number: int) -> None:
    assert detail(client.get(f"/readers/{number}"), 403) == "Show a library card."


def test_nothing_else_wants_a_card(client: Client) -> None:
    statuses = {path: client.get(path).status_code for path in ("/", "/books/1", "/archive/", "/x")}
    assert statuses == {"/": 200, "/books/1": 200, "/archive/": 200, "/x": 404}


def test_another_prefix_moves_the_books_with_all_their_links(stage: Stage) -> None:
    with stage.start(BOOKS_PREFIX="/library") as server, Client(stage, server) as client:
        assert payload(client.get("/library/"), 200) == {"books": expected("/library")}
        assert payload(client.get("/archive/"), 200) == {"books": expected("/archive")}
        assert payload(client.get("/"), 200)["books"] == "/library/"
        assert client.get("/books/").status_code == 404
        assert detail(client.get("/library/99"), 404) == "No such book."


@pytest.mark.traceback_expected
def test_the_same_error_outside_of_both_is_nobodys(client: Client) -> None:
    answer = client.get("/outside")
    assert answer.status_code == 500
    assert "No such" not in answer.text
