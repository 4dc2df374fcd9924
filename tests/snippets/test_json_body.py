"""Contract of `json_body`: a body is read and checked before anything is done with it."""

import json
from typing import Any

import pytest

from tests.snippets.harness import REFUSED, Client, at_once, payload, wrong_fields

GOOD = {"title": "Middlemarch", "year": 1871}


def titles(client: Client) -> list[str]:
    return [book["title"] for book in payload(client.get("/books"), 200)]


def test_a_book_is_created_and_its_address_returned(client: Client) -> None:
    answer = client.post("/books", json=GOOD)
    book = payload(answer, 201)
    assert book == {"id": book["id"], **GOOD}
    assert isinstance(book["id"], int)
    assert answer.headers["location"] == f"/books/{book['id']}"


def test_what_was_created_can_be_listed(client: Client) -> None:
    before = payload(client.get("/books"), 200)
    created = [
        payload(client.post("/books", json={"title": title, "year": 1900}), 201)
        for title in ("Кысь", 'Robert"); --', "A < B & C")
    ]
    assert payload(client.get("/books"), 200) == before + created


def test_parallel_requests_create_different_books(client: Client) -> None:
    books = at_once(20, lambda _: payload(client.post("/books", json=GOOD), 201))
    assert len({book["id"] for book in books}) == 20
    listed = payload(client.get("/books"), 200)
    assert all(book in listed for book in books)


@pytest.mark.parametrize(
    "body",
    [
        {"title": "x", "year": 1450},
        {"title": "x" * 200, "year": 2100},
        {"title": "\N{MUSICAL SYMBOL G CLEF}" * 200, "year": 2026},
    ],
    ids=["shortest-oldest", "longest-newest", "longest-beyond-16-bits"],
)
def test_values_at_the_bounds_are_taken(client: Client, body: dict[str, Any]) -> None:
    book = payload(client.post("/books", json=body), 201)
    assert {"title": book["title"], "year": book["year"]} == body


def test_a_charset_beside_the_content_type_does_no_harm(client: Client) -> None:
    answer = client.post(
        "/books",
        content=json.dumps(GOOD).encode(),
        headers={"content-type": "application/json; charset=utf-8"},
    )
    assert payload(answer, 201)["title"] == GOOD["title"]


def test_each_wrong_field_is_named(client: Client) -> None:
    answer = client.post("/books", json={"title": "", "year": "soon"})
    assert wrong_fields(answer) == {"title", "year"}


def test_each_missing_field_is_named(client: Client) -> None:
    assert wrong_fields(client.post("/books", json={})) == {"title", "year"}


@pytest.mark.parametrize(
    "title", ["", "x" * 201, None, ["x"], {"x": 1}, True], ids=lambda title: repr(title)[:10]
)
def test_a_wrong_title_alone_is_named(client: Client, title: object) -> None:
    answer = client.post("/books", json={"title": title, "year": 1871})
    assert wrong_fields(answer) == {"title"}


@pytest.mark.parametrize("year", [1449, 2101, -1871, 1871.5, "soon", "", None, [1871], {}, 10**30])
def test_a_wrong_year_alone_is_named(client: Client, year: object) -> None:
    answer = client.post("/books", json={"title": "Middlemarch", "year": year})
    assert wrong_fields(answer) == {"year"}


def test_a_refused_book_is_not_in_the_list(client: Client) -> None:
    client.post("/books", json={"title": "Refused", "year": 1449})
    assert "Refused" not in titles(client)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"title": "Malformed", "year": 1871',
        b"{'title': 'Malformed', 'year': 1871}",
        b'{"title": "Malformed", "year": 1871}}',
        b'{"title": "Malformed \xff", "year": 1871}',
        b'{"title": "Malformed", "year": NaN}',
        b'{"title": "Malformed \\ud800", "year": 1871}',
        b'{"title": "Malformed", "year": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
    ],
    ids=[
        "empty",
        "brace",
        "unclosed",
        "quotes",
        "extra",
        "not-utf-8",
        "nan",
        "half-a-character",
        "beyond-integers",
        "deeply-nested",
    ],
)
def test_json_that_cannot_be_read_is_refused(client: Client, body: bytes) -> None:
    answer = client.post("/books", content=body, headers={"content-type": "application/json"})
    payload(answer, *REFUSED)
    assert not [title for title in titles(client) if "Malformed" in title]


@pytest.mark.parametrize("body", [[], [GOOD], None, "title", 1871, True])
def test_json_that_is_no_object_is_refused(client: Client, body: object) -> None:
    before = titles(client)
    answer = client.post(
        "/books", content=json.dumps(body), headers={"content-type": "application/json"}
    )
    payload(answer, *REFUSED)
    assert titles(client) == before


@pytest.mark.parametrize("content_type", ["text/plain", "application/octet-stream", "text/json"])
def test_json_sent_as_something_else_is_refused(client: Client, content_type: str) -> None:
    before = titles(client)
    answer = client.post(
        "/books", content=json.dumps(GOOD).encode(), headers={"content-type": content_type}
    )
    payload(answer, 400, 415, 422)
    assert titles(client) == before


@pytest.mark.parametrize("form", [{"data": GOOD}, {"files": {"title": b"x", "year": b"1871"}}])
def test_a_form_is_refused(client: Client, form: dict[str, Any]) -> None:
    before = titles(client)
    payload(client.post("/books", **form), 400, 415, 422)
    assert titles(client) == before
