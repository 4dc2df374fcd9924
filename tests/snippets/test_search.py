"""Contract of `search`: books by words, years and order, whatever the words may hold."""

import functools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy

from tests.snippets.harness import REFUSED, Client, Output, eventually, payload, transcript
from tests.snippets.harness import wrong_fields as wrong

BOOKS = [
    ("Emma", "Jane Austen", 1815),
    ("Germinal", "Émile Zola", 1885),
    ("Half of 100% Wool", "Ann Knitter", 1998),
    ("Half of 1000 Sheep", "Ann Knitter", 1998),
    ("Lady Susan", "Jane Austen", 1794),
    ("Nana", "Émile Zola", 1880),
    ("Persuasion", "Jane Austen", 1817),
    ("The file_name Problem", "Bea Coder", 2015),
    ("The filename Problem", "Bea Coder", 2015),
    ("Where C:\\TEMP Ends", "Bea Coder", 1999),
    ("Zuleika's Emmanuel", "O'Brien; Nora", 1911),
]
ALL = [title for title, _, _ in BOOKS]
"""All titles, which are in the order of the alphabet and of their ids as well."""


class Library:
    """The tables of authors and books, written beside the server."""

    def __init__(self, url: str) -> None:
        self.engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
        tables = sqlalchemy.MetaData()
        tables.reflect(self.engine)
        (self.books,) = [table for table in tables.tables.values() if "year" in table.columns]
        (self.authors,) = [
            table
            for table in tables.tables.values()
            if "name" in table.columns and "id" in table.columns and "migration" not in table.name
        ]
        with self.engine.begin() as connection:
            names = sorted({author for _, author, _ in BOOKS})
            rows = [{"id": number, "name": name} for number, name in enumerate(names, 1)]
            connection.execute(self.authors.insert(), rows)
            # The rows are not written in the order of their ids.
            for number, (title, author, year) in reversed(list(enumerate(BOOKS, 1))):
                row = {"title": title, "author_id": names.index(author) + 1, "year": year}
                connection.execute(self.books.insert().values(id=number, **row))


@functools.cache
def library_of(url: str) -> Library:
    return Library(url)


@pytest.fixture(autouse=True)
def library(client: Client) -> Library:
    return library_of(client.database_url)


def found(client: Client, **query: str | int) -> list[dict[str, Any]]:
    books = payload(client.get("/books", params=query), 200)
    assert isinstance(books, list)
    return books


def titles(client: Client, **query: str | int) -> list[str]:
    return [book["title"] for book in found(client, **query)]


# ------------------------------------------------------------------------------------------- words


def test_a_book_has_a_title_an_author_and_a_year(client: Client, output: Output) -> None:
    answer = client.get("/books", params={"q": "emma aus"})
    assert payload(answer, 200) == [{"title": "Emma", "author": "Jane Austen", "year": 1815}]
    output("found", transcript(answer))


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "   "}], ids=["none", "empty", "spaces"])
def test_without_a_word_all_books_are_found(client: Client, query: dict[str, str]) -> None:
    assert titles(client, **query) == ALL


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("emma", ["Emma", "Zuleika's Emmanuel"]),
        ("EMMA", ["Emma", "Zuleika's Emmanuel"]),
        ("austen", ["Emma", "Lady Susan", "Persuasion"]),
        ("zola", ["Germinal", "Nana"]),
        ("suasi", ["Persuasion"]),
        ("nosuchword", []),
    ],
)
def test_a_part_of_title_or_author_is_enough(
    client: Client, words: str, expected: list[str]
) -> None:
    assert titles(client, q=words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("emma austen", ["Emma"]),
        ("  AUSTEN   emma ", ["Emma"]),
        ("austen a s", ["Emma", "Lady Susan", "Persuasion"]),
        ("emma zola", []),
    ],
)
def test_each_word_has_to_be_found(client: Client, words: str, expected: list[str]) -> None:
    assert titles(client, q=words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("%", ["Half of 100% Wool"]),
        ("100%", ["Half of 100% Wool"]),
        ("_", ["The file_name Problem"]),
        ("file_name", ["The file_name Problem"]),
        ("\\", ["Where C:\\TEMP Ends"]),
        ("c:\\temp", ["Where C:\\TEMP Ends"]),
        ("/", []),
        ("*", []),
        ("%%", []),
        ("\\%", []),
        ("zuleika's", ["Zuleika's Emmanuel"]),
        ("o'brien;", ["Zuleika's Emmanuel"]),
    ],
)
def test_every_character_means_itself(client: Client, words: str, expected: list[str]) -> None:
    assert titles(client, q=words) == expected


def test_letters_beyond_ascii_are_compared_as_the_database_can(client: Client) -> None:
    assert titles(client, q="Émile") == ["Germinal", "Nana"]
    # SQLite knows upper and lower case of the 26 letters of ASCII only.
    on_sqlite = client.database_url.startswith("sqlite")
    assert titles(client, q="émile") == ([] if on_sqlite else ["Germinal", "Nana"])


@pytest.mark.parametrize(
    "words",
    [
        "' OR 1=1 --",
        "'; DELETE FROM books; --",
        '" OR ""="',
        "x') UNION SELECT name, name, 1 FROM sqlite_master --",
        "{0} %s %(q)s :q ? $1",
    ],
)
def test_a_word_is_never_sql(client: Client, words: str) -> None:
    assert titles(client, q=words) == []
    assert titles(client) == ALL


@pytest.mark.parametrize("words", ["\0", "a\0b", "x" * 3_000, "a " * 1_500], ids=lambda w: w[:3])
def test_words_that_no_database_takes_are_no_crash(client: Client, words: str) -> None:
    answer = client.get("/books", params={"q": words})
    if answer.status_code != 200:
        assert answer.status_code in REFUSED


# ------------------------------------------------------------------------------------------- years


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"year_from": 1998}, ALL[2:4] + ALL[7:10]),
        ({"year_to": 1815}, ["Emma", "Lady Susan"]),
        ({"year_from": 1815, "year_to": 1880}, ["Emma", "Nana", "Persuasion"]),
        ({"year_from": 1817, "year_to": 1817}, ["Persuasion"]),
        ({"year_from": 1900, "year_to": 1800}, []),
        ({"q": "austen", "year_from": 1800}, ["Emma", "Persuasion"]),
    ],
)
def test_years_bound_the_search(client: Client, query: dict[str, Any], expected: list[str]) -> None:
    assert titles(client, **query) == expected


@pytest.mark.parametrize("name", ["year_from", "year_to"])
@pytest.mark.parametrize("value", ["MCM", "1.5", "1 OR 1=1", "9" * 30])
def test_a_wrong_year_is_refused_by_name(client: Client, name: str, value: str) -> None:
    assert wrong(client.get("/books", params={name: value})) == {name}


# ------------------------------------------------------------------------------------------- order


def test_books_are_ordered_as_asked(client: Client) -> None:
    assert titles(client, order_by="title") == ALL
    assert titles(client, order_by="-title") == ALL[::-1]
    years = [book["year"] for book in found(client, order_by="year")]
    assert years == sorted(year for _, _, year in BOOKS)
    assert [book["year"] for book in found(client, order_by="-year")] == years[::-1]


def test_books_of_one_year_are_ordered_by_id(client: Client) -> None:
    late = [*ALL[2:4], ALL[9], *ALL[7:9]]
    assert titles(client, order_by="year", year_from=1998) == late
    late = [*ALL[7:9], ALL[9], *ALL[2:4]]
    assert titles(client, order_by="-year", year_from=1998) == late


@pytest.mark.parametrize(
    "order",
    [
        "author",
        "id",
        "password",
        "author__name",
        "title; DROP TABLE books",
        "title DESC",
        "(SELECT 1)",
        "-",
        "--title",
        "year,password",
    ],
)
def test_an_unknown_order_is_refused_by_name(client: Client, order: str) -> None:
    assert wrong(client.get("/books", params={"order_by": order})) == {"order_by"}
    assert titles(client) == ALL


# ----------------------------------------------------------------------------------------- queries


@contextmanager
def logged_statements(url: str) -> Iterator[Path]:
    """Let PostgreSQL write each statement to its log; yield the log."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
        assert row
        connection.execute("ALTER SYSTEM SET log_statement = 'all'")
        connection.execute("SELECT pg_reload_conf()")
        try:
            yield Path(row[0]) / "log"
        finally:
            connection.execute("ALTER SYSTEM RESET log_statement")
            connection.execute("SELECT pg_reload_conf()")


def test_a_search_takes_one_query_or_two(client: Client, library: Library) -> None:
    if client.database_url.startswith("sqlite"):
        pytest.skip("SQLite keeps no log of its statements.")
    tables = f"{library.books.name}|{library.authors.name}"

    def queries() -> int:
        """Search, and count the queries that this took."""
        before = len(log.read_text(encoding="utf-8"))
        assert titles(client, q="a") == titles(client, q="A")
        new = log.read_text(encoding="utf-8")[before:]
        statements = re.split(r"^\d{4}-.*? LOG: ", new, flags=re.MULTILINE)
        return sum(bool(re.search(rf"SELECT.*FROM.*({tables})", s, re.DOTALL)) for s in statements)

    with logged_statements(client.database_url) as log:
        # A connection learns of the log between two statements.
        assert eventually(lambda: queries() > 1)
        # The search was sent twice.
        assert queries() in {2, 4}
