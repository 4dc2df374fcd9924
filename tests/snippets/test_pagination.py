"""Contract of `pagination`: a long list in pages, by offset and by cursor, newest books first."""

import functools
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import httpx2
import pytest
import sqlalchemy

from tests.snippets.harness import REFUSED, Client, Output, detail, payload, transcript

OFFSET, CURSOR = "/books", "/feed"
PATHS = pytest.mark.parametrize("path", [OFFSET, CURSOR])


class Shelf:
    """The table of books, read and written beside the server."""

    def __init__(self, url: str) -> None:
        self.engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
        tables = sqlalchemy.MetaData()
        tables.reflect(self.engine)
        (self.books,) = [table for table in tables.tables.values() if "title" in table.columns]

    def fill(self, number: int) -> list[int]:
        """Put so many books on an empty shelf; return their ids in the order of pages."""
        with self.engine.begin() as connection:
            connection.execute(self.books.delete())
        self.add(*range(1, number + 1))
        return list(range(number, 0, -1))

    def add(self, *ids: int) -> None:
        rows = [{"id": number, "title": f"Volume {number}"} for number in ids]
        if rows:
            with self.engine.begin() as connection:
                connection.execute(self.books.insert(), rows)

    def remove(self, *ids: int) -> None:
        with self.engine.begin() as connection:
            connection.execute(self.books.delete().where(self.books.c.id.in_(ids)))

    def touch(self, *ids: int) -> None:
        """Change rows, which makes PostgreSQL store them in another place."""
        with self.engine.begin() as connection:
            changed = self.books.update().where(self.books.c.id.in_(ids))
            connection.execute(changed.values(title="A new edition"))


@functools.cache
def shelf_of(url: str) -> Shelf:
    return Shelf(url)


@pytest.fixture
def shelf(client: Client) -> Shelf:
    return shelf_of(client.database_url)


def page(answer: httpx2.Response) -> dict[str, Any]:
    body = payload(answer, 200)
    assert isinstance(body, dict)
    assert {"next", "previous", "results"} <= set(body)
    for book in body["results"]:
        assert set(book) == {"id", "title"}
    return body


def ids(body: dict[str, Any]) -> list[int]:
    return [book["id"] for book in body["results"]]


def follow(client: Client, answer: httpx2.Response, direction: str) -> httpx2.Response:
    """Ask for the page that a link leads to, be it absolute or relative."""
    target = urljoin(str(answer.url), page(answer)[direction])
    assert target.startswith(client.url)
    return client.get(target)


def pages(
    client: Client, answer: httpx2.Response, direction: str = "next"
) -> list[httpx2.Response]:
    """Return a page and all that its links lead to."""
    answers = [answer]
    while page(answers[-1])[direction] is not None:
        answers.append(follow(client, answers[-1], direction))
        assert len(answers) < 100, "the links never end"
    return answers


# -------------------------------------------------------------------------------------- both ways


@PATHS
def test_next_leads_through_all_books_newest_first(client: Client, shelf: Shelf, path: str) -> None:
    expected = shelf.fill(45)
    answers = pages(client, client.get(path))
    assert [len(ids(page(answer))) for answer in answers] == [20, 20, 5]
    assert [number for answer in answers for number in ids(page(answer))] == expected


@PATHS
def test_a_limit_is_kept_from_page_to_page(client: Client, shelf: Shelf, path: str) -> None:
    expected = shelf.fill(7)
    answers = pages(client, client.get(path, params={"limit": 3}))
    assert [ids(page(answer)) for answer in answers] == [expected[:3], expected[3:6], expected[6:]]


@PATHS
def test_previous_leads_back_by_the_same_pages(client: Client, shelf: Shelf, path: str) -> None:
    shelf.fill(8)
    there = pages(client, client.get(path, params={"limit": 3}))
    back = pages(client, there[-1], "previous")
    assert [ids(page(answer)) for answer in there][:-1] == [
        ids(page(answer)) for answer in reversed(back)
    ][:-1]
    assert [page(answer)["previous"] for answer in (there[0], back[-1])] == [None, None]
    again = pages(client, back[-1])
    assert [ids(page(answer)) for answer in again] == [ids(page(answer)) for answer in there]


@PATHS
def test_a_last_page_that_is_full_has_no_next(client: Client, shelf: Shelf, path: str) -> None:
    expected = shelf.fill(6)
    answers = pages(client, client.get(path, params={"limit": 3}))
    assert [ids(page(answer)) for answer in answers] == [expected[:3], expected[3:]]


@PATHS
def test_an_empty_list_is_one_empty_page(client: Client, shelf: Shelf, path: str) -> None:
    shelf.fill(0)
    body = page(client.get(path))
    assert (body["results"], body["next"], body["previous"]) == ([], None, None)


@PATHS
def test_the_order_is_stable_while_rows_change(client: Client, shelf: Shelf, path: str) -> None:
    expected = shelf.fill(12)
    first = client.get(path, params={"limit": 4})
    shelf.touch(*expected[2:6])
    assert [n for answer in pages(client, first) for n in ids(page(answer))] == expected


@PATHS
def test_a_hundred_books_are_the_most_of_a_page(client: Client, shelf: Shelf, path: str) -> None:
    shelf.fill(130)
    assert len(ids(page(client.get(path, params={"limit": 100})))) == 100
    answer = client.get(path, params={"limit": 101})
    if answer.status_code not in REFUSED:
        assert len(ids(page(answer))) == 100


@PATHS
@pytest.mark.parametrize("limit", ["0", "-1", "ten", "1.5", "9" * 30])
def test_a_wrong_limit_is_refused_or_bounded(
    client: Client, shelf: Shelf, path: str, limit: str
) -> None:
    shelf.fill(130)
    answer = client.get(path, params={"limit": limit})
    if answer.status_code not in REFUSED:
        assert len(ids(page(answer))) in {20, 100}


# -------------------------------------------------------------------------------------- by offset


def test_offset_pages_tell_the_total(client: Client, shelf: Shelf) -> None:
    shelf.fill(45)
    assert page(client.get(OFFSET))["count"] == 45
    shelf.remove(1, 2)
    assert page(client.get(OFFSET, params={"limit": 3}))["count"] == 43


def test_an_offset_page_repeats_a_book_after_an_insertion(client: Client, shelf: Shelf) -> None:
    # No promise, but what the page says of offsets; a cursor does better below.
    shelf.fill(6)
    first = client.get(OFFSET, params={"limit": 3})
    shelf.add(7)
    assert ids(page(first))[-1] == ids(page(follow(client, first, "next")))[0]


@pytest.mark.parametrize("name", ["offset", "page"])
@pytest.mark.parametrize("value", ["-1", "0", "ten", "1000", "9" * 30])
def test_a_place_that_is_not_there_is_no_crash(
    client: Client, shelf: Shelf, name: str, value: str
) -> None:
    shelf.fill(3)
    answer = client.get(OFFSET, params={name: value})
    if answer.status_code != 200:
        assert answer.status_code in REFUSED | {404}
        payload(answer, answer.status_code)
    else:
        assert page(answer)["next"] is None


# -------------------------------------------------------------------------------------- by cursor


def test_a_cursor_repeats_no_book_after_an_insertion(client: Client, shelf: Shelf) -> None:
    expected = shelf.fill(9)
    first = client.get(CURSOR, params={"limit": 3})
    shelf.add(10, 11)
    second = follow(client, first, "next")
    shelf.add(12)
    seen = ids(page(first)) + [n for answer in pages(client, second) for n in ids(page(answer))]
    assert seen == expected


def test_a_cursor_misses_no_book_after_a_deletion(client: Client, shelf: Shelf) -> None:
    expected = shelf.fill(12)
    first = client.get(CURSOR, params={"limit": 3})
    # The row that the cursor points to, one before it, and one after it.
    shelf.remove(expected[2], expected[0], expected[3])
    rest = pages(client, follow(client, first, "next"))
    assert [n for answer in rest for n in ids(page(answer))] == expected[4:]


def test_a_cursor_leads_back_to_what_was_added(client: Client, shelf: Shelf) -> None:
    shelf.fill(6)
    second = follow(client, client.get(CURSOR, params={"limit": 3}), "next")
    shelf.add(7, 8)
    back = pages(client, second, "previous")
    assert [ids(page(answer)) for answer in back] == [[3, 2, 1], [6, 5, 4], [8, 7]]


def test_the_output_is_what_the_page_shows(client: Client, shelf: Shelf, output: Output) -> None:
    shelf.fill(6)
    answer = follow(client, client.get(CURSOR, params={"limit": 2}), "next")
    output(
        "feed",
        transcript(answer),
        (r"cursor=[^\s\"&]+", "cursor=…"),
        (r"http://127\.0\.0\.1:\d+", "http://127.0.0.1:8000"),
    )


def cursor_of(client: Client) -> str:
    link = page(client.get(CURSOR, params={"limit": 2}))["next"]
    (cursor,) = parse_qs(urlsplit(link).query)["cursor"]
    return cursor


def altered(cursor: str) -> list[str]:
    """Return a cursor with each of its characters replaced in turn, and cut at each place."""
    changed = [
        cursor[:place] + ("A" if letter != "A" else "B") + cursor[place + 1 :]
        for place, letter in enumerate(cursor)
        # The last letter of a text in base64 may hold bits that nobody reads.
        if cursor[place + 1 : place + 2] not in {"", ".", ":", "|"}
    ]
    return changed[::7] + [cursor[:place] for place in range(1, len(cursor), 7)]


def test_a_cursor_that_was_tampered_with_is_refused(client: Client, shelf: Shelf) -> None:
    shelf.fill(6)
    cursor = cursor_of(client)
    assert ids(page(client.get(CURSOR, params={"limit": 2, "cursor": cursor}))) == [4, 3]
    for wrong in altered(cursor):
        detail_of_refusal(client.get(CURSOR, params={"limit": 2, "cursor": wrong}))


@pytest.mark.parametrize(
    "cursor",
    ["x", "5", "cD01", "cD1hYmM=", "bz0tMQ==", "🙂", "%00", "' OR 1=1 --", "A" * 3000],
)
def test_a_cursor_that_nobody_gave_out_is_refused(
    client: Client, shelf: Shelf, cursor: str
) -> None:
    shelf.fill(6)
    detail_of_refusal(client.get(f"{CURSOR}?{urlencode({'cursor': cursor})}"))


def detail_of_refusal(answer: httpx2.Response) -> None:
    assert detail(answer, *REFUSED)
