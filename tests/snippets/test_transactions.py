"""Contract of `transactions`: an order for several books succeeds as a whole or leaves no trace."""

import functools
import json
import socket
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import psycopg
import pytest
import sqlalchemy

from fieldguide.serving import HOST
from tests.snippets.harness import (
    REFUSED,
    Client,
    Output,
    at_once,
    detail,
    eventually,
    payload,
    reset_at_close,
    transcript,
)


class Shop:
    """What is really in the database, read and written beside the server."""

    def __init__(self, url: str) -> None:
        self.engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
        tables = sqlalchemy.MetaData()
        tables.reflect(self.engine)
        self.books = with_column(tables, "stock")
        self.orders = with_column(tables, "reader")
        self.vouchers = with_column(tables, "code")

    def book(self, stock: int) -> int:
        """Put a new book on sale; return its id."""
        with self.engine.begin() as connection:
            statement = self.books.insert().values(title="Emma", stock=stock)
            key = connection.execute(statement).inserted_primary_key
            assert key is not None
            return int(key[0])

    def stock(self, book: int) -> int:
        column = self.books.c.stock
        with self.engine.connect() as connection:
            query = sqlalchemy.select(column).where(self.books.c.id == book)
            number: int = connection.execute(query).scalar_one()
            return number

    def traces(self) -> dict[str, int]:
        """Count the rows that orders leave behind, in all tables but that of the books."""
        with self.engine.connect() as connection:
            return {
                table.name: connection.execute(
                    sqlalchemy.select(sqlalchemy.func.count()).select_from(table)
                ).scalar_one()
                for table in self.books.metadata.sorted_tables
                if table is not self.books
            }


def with_column(tables: sqlalchemy.MetaData, name: str) -> sqlalchemy.Table:
    (table,) = [table for table in tables.tables.values() if name in table.columns]
    return table


@functools.cache
def shop_of(url: str) -> Shop:
    return Shop(url)


@pytest.fixture
def shop(client: Client) -> Shop:
    return shop_of(client.database_url)


def order(client: Client, *books: int, path: str = "/orders", **more: Any) -> httpx2.Response:
    return client.post(path, json={"reader": "Ada", "books": list(books), **more})


def confirmations(client: Client, number: int) -> int:
    return client.server.text().count(f"order {number} confirmed")


def test_an_order_takes_a_copy_of_each_book(client: Client, shop: Shop, output: Output) -> None:
    first, second, other = shop.book(stock=3), shop.book(stock=1), shop.book(stock=2)
    answer = order(client, first, second)
    placed = payload(answer, 201)
    assert placed == {"id": placed["id"], "discounted": False}
    assert [shop.stock(book) for book in (first, second, other)] == [2, 0, 2]
    output(
        "order",
        transcript(answer, "content-type"),
        (r"\[\d+,\d+\]", "[1,2]"),
        (r'("id": ?)\d+', r"\g<1>7"),
    )


def test_an_order_is_confirmed_once(client: Client, shop: Shop) -> None:
    number = payload(order(client, shop.book(stock=1)), 201)["id"]
    assert eventually(lambda: confirmations(client, number) > 0)
    assert confirmations(client, number) == 1


def test_an_order_that_fails_half_way_leaves_no_trace(
    client: Client, shop: Shop, output: Output
) -> None:
    plenty, sold_out = shop.book(stock=5), shop.book(stock=0)
    before, log = shop.traces(), len(client.server.text())
    answer = order(client, plenty, sold_out, voucher="HALF-WAY")
    assert detail(answer, 409)
    assert shop.stock(plenty) == 5
    assert shop.stock(sold_out) == 0
    assert shop.traces() == before
    assert payload(order(client, plenty, voucher="HALF-WAY"), 201)["discounted"] is True
    assert eventually(lambda: client.server.text()[log:].count("confirmed") == 1)
    output(
        "sold_out",
        transcript(answer, "content-type"),
        (r"\[\d+,\d+\]", "[1,2]"),
        (r"book \d+", "book 2"),
    )


def test_a_book_that_is_named_twice_is_taken_once(client: Client, shop: Shop) -> None:
    book = shop.book(stock=2)
    payload(order(client, book, book), 201)
    assert shop.stock(book) == 1


@pytest.mark.parametrize(
    "more", [{"reader": "A\x00"}, {"reader": "x" * 101}, {"voucher": "A\x00"}], ids=repr
)
def test_what_the_database_cannot_hold_is_refused(
    client: Client, shop: Shop, more: dict[str, str]
) -> None:
    book, before = shop.book(stock=1), shop.traces()
    answer = client.post("/orders", json={"reader": "Ada", "books": [book], **more})
    assert answer.status_code in REFUSED
    assert (shop.stock(book), shop.traces()) == (1, before)


@pytest.mark.parametrize("books", [[], [987654321], [10**20], ["x"], None], ids=repr)
def test_an_order_of_nothing_that_exists_is_refused(
    client: Client, shop: Shop, books: list[object] | None
) -> None:
    before = shop.traces()
    answer = client.post("/orders", json={"reader": "Ada", "books": books})
    assert answer.status_code in REFUSED | {404, 409}
    assert shop.traces() == before


def test_fifty_one_orders_at_once_sell_fifty_copies(client: Client, shop: Shop) -> None:
    book, before = shop.book(stock=50), shop.traces()
    answers = at_once(51, lambda _: order(client, book))
    assert sorted(answer.status_code for answer in answers) == [201] * 50 + [409]
    assert shop.stock(book) == 0
    assert shop.traces()[shop.orders.name] == before[shop.orders.name] + 50
    detail(order(client, book), 409)
    assert shop.stock(book) == 0


def test_the_database_itself_refuses_a_stock_below_zero(client: Client, shop: Shop) -> None:
    book = shop.book(stock=0)
    with shop.engine.begin() as connection, pytest.raises(sqlalchemy.exc.IntegrityError):
        connection.execute(shop.books.update().where(shop.books.c.id == book).values(stock=-1))


def test_orders_that_cross_each_other_all_succeed(client: Client, shop: Shop) -> None:
    # Whoever holds the one book and waits for the other would wait forever.
    books = [shop.book(stock=100) for _ in range(4)]
    answers = at_once(40, lambda number: order(client, *books[:: 1 if number % 2 else -1]))
    assert [answer.status_code for answer in answers] == [201] * 40
    assert [shop.stock(book) for book in books] == [60] * 4


def test_a_voucher_counts_once_and_spoils_no_order(client: Client, shop: Shop) -> None:
    book = shop.book(stock=3)
    assert payload(order(client, book, voucher="SPRING"), 201)["discounted"] is True
    assert payload(order(client, book, voucher="SPRING"), 201)["discounted"] is False
    assert payload(order(client, book, voucher="SUMMER"), 201)["discounted"] is True
    assert shop.stock(book) == 0


def test_a_voucher_that_ten_orders_bring_at_once_counts_once(client: Client, shop: Shop) -> None:
    books = [shop.book(stock=1) for _ in range(10)]
    before = shop.traces()
    answers = at_once(10, lambda number: order(client, books[number], voucher="AUTUMN"))
    discounted = [payload(answer, 201)["discounted"] for answer in answers]
    assert sorted(discounted) == [False] * 9 + [True]
    after = shop.traces()
    assert after[shop.orders.name] == before[shop.orders.name] + 10
    assert after[shop.vouchers.name] == before[shop.vouchers.name] + 1


PENDING_BYTE = 0x40000000
"""SQLite locks this byte of its file when a commit waits for readers to finish."""


def is_write_locked(file: str, byte: int) -> bool:
    """Look the lock up; asking for it from here would count as the holder's own wish."""
    inode = str(Path(file).stat().st_ino)
    for line in Path("/proc/locks").read_text(encoding="ascii").splitlines():
        *_, kind, _pid, place, first, _last = line.split()
        if kind == "WRITE" and place.split(":")[-1] == inode and first == str(byte):
            return True
    return False


@contextmanager
def commits_have_to_wait(shop: Shop, url: str) -> Iterator[Callable[[], bool]]:
    """Hold up every commit of an order; yield what tells whether one is being held up."""
    if url.startswith("sqlite"):
        file = url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(file, isolation_level=None)) as reader:
            # A commit waits for those who read, with a lock on this byte.
            reader.execute("BEGIN")
            reader.execute("SELECT name FROM sqlite_master").fetchall()
            yield lambda: is_write_locked(file, PENDING_BYTE)
    else:
        with psycopg.connect(url, autocommit=True) as holder:
            holder.execute(
                "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END $$"
            )
            holder.execute(
                f"CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON {shop.orders.name} "
                "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait()"
            )
            holder.execute("SELECT pg_advisory_lock(1)")
            waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            try:
                yield lambda: bool(holder.execute(waiting).fetchall())
            finally:
                holder.execute("SELECT pg_advisory_unlock(1)")
                holder.execute("DROP FUNCTION wait CASCADE")


def test_an_order_is_confirmed_only_after_its_commit(client: Client, shop: Shop) -> None:
    book, log = shop.book(stock=1), len(client.server.text())
    with ThreadPoolExecutor(1) as pool:
        with commits_have_to_wait(shop, client.database_url) as held_up:
            future = pool.submit(order, client, book)
            assert eventually(held_up, seconds=4)
            assert "confirmed" not in client.server.text()[log:]
            assert not future.done()
        number = payload(future.result(), 201)["id"]
    assert eventually(lambda: confirmations(client, number) == 1)


def test_who_hangs_up_leaves_no_order_unconfirmed(client: Client, shop: Shop) -> None:
    book, other, log = shop.book(stock=1), shop.book(stock=1), len(client.server.text())
    body = json.dumps({"reader": "Ada", "books": [book]})
    head = f"POST /orders HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
    with (
        commits_have_to_wait(shop, client.database_url) as held_up,
        socket.create_connection((HOST, client.server.port)) as connection,
    ):
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        assert eventually(held_up, seconds=4)
        reset_at_close(connection)
    payload(order(client, other), 201)
    assert eventually(lambda: client.server.text()[log:].count("confirmed") == 2 - shop.stock(book))


@pytest.mark.traceback_expected
def test_an_exception_undoes_all(client: Client, shop: Shop) -> None:
    book, before = shop.book(stock=5), shop.traces()
    log = len(client.server.text())
    answer = order(client, book, path="/orders/broken", voucher="BROKEN")
    assert answer.status_code == 500
    assert shop.stock(book) == 5
    assert shop.traces() == before
    assert payload(order(client, book, voucher="BROKEN"), 201)["discounted"] is True
    assert eventually(lambda: client.server.text()[log:].count("confirmed") == 1)
