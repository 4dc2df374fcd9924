"""Contract of `templates`: a page that extends a base, and text that stays text."""

import socket
import time

import pytest

from fieldguide.serving import HOST
from tests.snippets.harness import Client, reset_at_close
from tests.snippets.markup import Page

HOSTILE_TITLE = '<script>alert("x")</script> & Sons'


def shelf(client: Client, owner: str | None = None) -> Page:
    answer = client.get("/shelf", params={} if owner is None else {"owner": owner})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].lower() == "text/html; charset=utf-8"
    return Page(answer.content.decode("utf-8"))


def test_the_base_gives_navigation_and_a_place_for_the_main_part(client: Client) -> None:
    page = shelf(client, "Grace").root
    assert page.only("nav").attributes["aria-label"] == "Main"
    assert len(page.only("main").find("h1")) == 1


def test_the_heading_names_the_owner(client: Client) -> None:
    assert shelf(client, "Grace").root.only("h1").text == "Grace's books"


def test_without_an_owner_it_is_adas_shelf(client: Client) -> None:
    assert shelf(client).root.only("h1").text == "Ada's books"


def test_the_child_sets_the_title(client: Client) -> None:
    assert "Grace" in shelf(client, "Grace").root.only("title").text


def test_the_books_are_a_list(client: Client) -> None:
    books = shelf(client).root.only("main").only("ul").find("li")
    assert len(books) >= 2
    assert all(book.text for book in books)


def test_a_hostile_title_arrives_as_text(client: Client) -> None:
    page = shelf(client).root
    titles = [book.text for book in page.only("main").find("li")]
    assert sum(HOSTILE_TITLE in title for title in titles) == 1
    assert not page.find("script")


def test_a_form_changes_the_owner(client: Client) -> None:
    form = shelf(client, "Grace").root.only("main").only("form")
    (field,) = [tag for tag in form.find("input") if tag.attributes.get("name") == "owner"]
    assert field.attributes["value"] == "Grace"
    assert form.attributes.get("method", "get").lower() == "get"
    assert form.attributes.get("action", "/shelf") in {"", "/shelf"}


@pytest.mark.parametrize(
    "owner",
    [
        "<script>alert(1)</script>",
        '"><script>alert(1)</script>',
        "' onfocus='alert(1)",
        '" onfocus="alert(1)" x="',
        "O'Neill & <i>Sons</i>",
        "{{ 7 * 7 }}",
        "源氏 & Кысь",
    ],
)
def test_an_owner_is_escaped_in_text_and_attribute(client: Client, owner: str) -> None:
    main = shelf(client, owner).root.only("main")
    assert main.only("h1").text == f"{owner}'s books"
    assert not main.find("script")
    assert not main.find("i")
    (field,) = [tag for tag in main.find("input") if tag.attributes.get("name") == "owner"]
    assert field.attributes["value"] == owner
    assert not {"onfocus", "x"} & set(field.attributes)


def test_an_empty_shelf_shows_a_sentence_in_place_of_the_list(client: Client) -> None:
    main = shelf(client, "Nobody").root.only("main")
    assert "No books yet." in [paragraph.text for paragraph in main.find("p")]
    assert not main.find("ul")


def test_a_full_shelf_does_not_say_that_it_is_empty(client: Client) -> None:
    assert "No books yet." not in shelf(client).root.text


def test_the_page_is_fit_for_readers_of_any_device(client: Client) -> None:
    page = shelf(client)
    assert page.doctype == "doctype html"
    assert page.root.only("html").attributes["lang"]
    metas = [meta.attributes for meta in page.root.only("head").find("meta")]
    assert [meta["charset"].lower() for meta in metas if "charset" in meta] == ["utf-8"]
    (viewport,) = [meta["content"] for meta in metas if meta.get("name") == "viewport"]
    assert "width=device-width" in viewport


def test_readers_who_hang_up_harm_nobody(client: Client) -> None:
    for attempt in range(300):
        with socket.create_connection((HOST, client.server.port)) as connection:
            connection.sendall(f"GET /shelf HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            time.sleep(attempt % 60 / 50_000)
            reset_at_close(connection)
    assert shelf(client).root.only("h1").text == "Ada's books"
