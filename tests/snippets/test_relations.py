"""Contract of `relations`: how many queries a list of books with their authors takes."""

from typing import Any

import httpx2
import sqlalchemy

from tests.snippets.harness import TRACEBACK, Client, at_once, payload

LAZY, EAGER = {"21"}, {"1", "2"}


def books(answer: httpx2.Response) -> list[dict[str, Any]]:
    listed = payload(answer, 200)
    assert isinstance(listed, list)
    return listed


def test_twenty_books_by_twenty_authors_are_listed(client: Client) -> None:
    listed = books(client.get("/books/eager"))
    assert [set(book) for book in listed] == [{"title", "author"}] * 20
    assert len({book["title"] for book in listed}) == 20
    assert len({book["author"] for book in listed}) == 20


def titles(client: Client, path: str) -> list[str]:
    return [book["title"] for book in books(client.get(path))]


def test_books_are_ordered_by_title(client: Client) -> None:
    before = titles(client, "/books/lazy")
    assert before == sorted(before)
    # They may have been written in that order, so the first one gets a title for the end.
    engine = sqlalchemy.create_engine(client.database_url, poolclass=sqlalchemy.NullPool)
    tables = sqlalchemy.MetaData()
    tables.reflect(engine)
    (table,) = [table for table in tables.tables.values() if "title" in table.columns]
    with engine.begin() as connection:
        connection.execute(
            table.update().where(table.c.title == before[0]).values(title="Zuleika Dobson")
        )
    expected = [*before[1:], "Zuleika Dobson"]
    assert titles(client, "/books/lazy") == titles(client, "/books/eager") == expected


def test_both_ways_give_the_same_list(client: Client) -> None:
    assert books(client.get("/books/lazy")) == books(client.get("/books/eager"))


def test_a_lazy_list_takes_a_query_for_each_author(client: Client) -> None:
    for _ in range(2):
        assert client.get("/books/lazy").headers["x-query-count"] in LAZY


def test_an_eager_list_takes_one_query_or_two(client: Client) -> None:
    for _ in range(2):
        assert client.get("/books/eager").headers["x-query-count"] in EAGER


def test_parallel_requests_are_counted_apart(client: Client) -> None:
    paths = ["/books/lazy", "/books/eager"] * 8
    answers = at_once(len(paths), lambda number: client.get(paths[number]))
    for path, answer in zip(paths, answers, strict=True):
        assert len(books(answer)) == 20
        assert answer.headers["x-query-count"] in (LAZY if path == "/books/lazy" else EAGER)


def test_a_second_start_adds_no_books(client: Client) -> None:
    client.stage.prepare()
    with client.stage.start() as server, Client(client.stage, server) as other:
        assert books(other.get("/books/eager")) == books(client.get("/books/eager"))
        assert not TRACEBACK.search(server.text())
