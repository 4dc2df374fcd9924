"""Contract of `cache`: kept in Redis, dropped when it is old, done without when Redis is away."""

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
import redis
import sqlalchemy

from fieldguide import serving
from tests.snippets import services
from tests.snippets.harness import (
    TRACEBACK,
    Client,
    Output,
    Stage,
    at_once,
    eventually,
    payload,
    reset_at_close,
    transcript,
)

HOSTILE = ["2:lease", "002", "2%20", "2%0D%0A", "..%2F2", "2%2F..%2F3", "*", "-2", "2.0", "9" * 30]
"""What would make or hit other keys if it were pasted into one."""


@pytest.fixture
def store(stage: Stage) -> "Iterator[redis.Redis]":
    """The Redis that the snippet keeps its books in, empty."""
    with redis.Redis.from_url(stage.environment["REDIS_URL"], decode_responses=True) as store:
        store.flushdb()
        yield store


@pytest.fixture(scope="module")
def second(stage: Stage) -> Iterator[serving.Server]:
    """Another server of the same snippet, with the same Redis and the same database."""
    with stage.start() as server:
        yield server
        assert not TRACEBACK.search(server.text())


@pytest.fixture
def elsewhere(stage: Stage, second: serving.Server) -> Iterator[Client]:
    """A visitor of that other server."""
    with Client(stage, second) as client:
        yield client


def book(answer: httpx2.Response, outcome: str) -> dict[str, Any]:
    """Return the book of an answer that says this of the cache."""
    found = payload(answer, 200)
    assert answer.headers["x-cache"] == outcome
    assert set(found) == {"id", "title", "likes"}
    return dict(found)


def like(client: Client, number: int) -> None:
    assert client.post(f"/books/{number}/likes").status_code == 204


def hang_up(client: Client, number: int, after: float) -> None:
    """Like a book, and break the connection so many seconds later, answered or not."""
    with socket.create_connection((serving.HOST, client.server.port)) as connection:
        head = f"POST /books/{number}/likes HTTP/1.1\r\nHost: {serving.HOST}\r\n"
        connection.sendall(f"{head}Content-Length: 0\r\n\r\n".encode())
        time.sleep(after)
        reset_at_close(connection)


def likes_in_database(client: Client) -> dict[int, int]:
    """Return how many readers like the first book and the second, whatever the cache says."""
    engine = sqlalchemy.create_engine(client.database_url, poolclass=sqlalchemy.NullPool)
    tables = sqlalchemy.MetaData()
    tables.reflect(engine)
    (table,) = [table for table in tables.tables.values() if "likes" in table.columns]
    with engine.connect() as connection:
        query = sqlalchemy.select(table.c.id, table.c.likes).where(table.c.id <= 2)
        rows = connection.execute(query)
        return {row.id: row.likes for row in rows}


def computed(server: serving.Server, number: int) -> int:
    """Return how often a server has computed a book so far."""
    return server.text().count(f"Computing book {number}")


def test_the_second_reader_gets_what_the_first_one_has_caused(
    client: Client, store: "redis.Redis", output: Output
) -> None:
    before = computed(client.server, 1)
    first, second = client.get("/books/1"), client.get("/books/1")
    assert book(first, "miss") == book(second, "hit")
    assert book(client.get("/books/1"), "hit")["title"] == "Emma"
    assert computed(client.server, 1) == before + 1
    exchange = [transcript(answer, "x-cache").strip() for answer in (first, second)]
    output("exchange", "\n\n".join(exchange), (r'("likes": ?)\d+', r"\g<1>0"))


def test_a_value_is_json_under_a_prefix_and_expires(client: Client, store: "redis.Redis") -> None:
    kept = book(client.get("/books/1"), "miss")
    key = str(next(iter(store.keys())))
    assert len(store.keys()) == 1
    assert key.startswith("reading-list:")
    assert key.endswith("book:1")
    assert json.loads(store.get(key) or "") == kept
    assert 0 < store.pttl(key) <= 60_000
    # The end comes early here; whether it comes is Redis' own affair.
    store.pexpire(key, 1)
    assert eventually(lambda: not store.exists(key))
    assert book(client.get("/books/1"), "miss") == kept


def test_a_change_drops_the_book_and_no_other(client: Client, store: "redis.Redis") -> None:
    liked, other = book(client.get("/books/1"), "miss"), book(client.get("/books/2"), "miss")
    like(client, 1)
    assert book(client.get("/books/1"), "miss") == {**liked, "likes": liked["likes"] + 1}
    assert book(client.get("/books/2"), "hit") == other


def test_changes_in_a_crowd_of_readers_all_succeed(client: Client, store: "redis.Redis") -> None:
    before = likes_in_database(client)

    def visit(number: int) -> None:
        with client.visitor() as visitor:
            if number < 2:
                for _ in range(50):
                    like(visitor, 1)
            else:
                for _ in range(4):
                    payload(visitor.get("/books/1"), 200)

    at_once(8, visit)
    assert likes_in_database(client) == {**before, 1: before[1] + 100}


def test_who_hangs_up_after_a_change_leaves_nothing_old(
    client: Client, store: "redis.Redis"
) -> None:
    def likes() -> dict[int, int]:
        books = at_once(2, lambda index: payload(client.get(f"/books/{index + 1}"), 200))
        return {book["id"]: book["likes"] for book in books}

    before = likes()
    for milliseconds in range(0, 16, 2):
        for number in (1, 2):
            hang_up(client, number, milliseconds / 1000)
        assert eventually(lambda: likes() == likes_in_database(client))
    assert likes() != before, "everybody hung up too soon"


def test_a_book_that_changes_while_it_is_computed_is_not_kept(
    client: Client, store: "redis.Redis"
) -> None:
    before = computed(client.server, 3)
    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(client.get, "/books/3")
        assert eventually(lambda: computed(client.server, 3) > before)
        with client.visitor() as writer:
            like(writer, 3)
        assert not reader.done(), "the change waited for the reader"
        old = book(reader.result(), "miss")
    assert book(client.get("/books/3"), "miss")["likes"] == old["likes"] + 1
    assert book(client.get("/books/3"), "hit")["likes"] == old["likes"] + 1


def test_an_unknown_book_is_not_kept(client: Client, store: "redis.Redis") -> None:
    for _ in range(2):
        assert client.get("/books/999").status_code == 404
    assert client.post("/books/999/likes").status_code == 404
    assert store.keys() == []


def test_a_hostile_id_makes_no_key(client: Client, store: "redis.Redis") -> None:
    kept = book(client.get("/books/2"), "miss")
    keys = store.keys()
    for number in HOSTILE:
        answer = client.get(f"/books/{number}")
        # Whoever reads it as the number 2 all the same has to find what lies under 2.
        assert 400 <= answer.status_code < 500 or book(answer, "hit") == kept, number
        assert store.keys() == keys, number
    assert book(client.get("/books/2"), "hit") == kept


def test_processes_share_the_values_and_their_end(
    client: Client, elsewhere: Client, store: "redis.Redis"
) -> None:
    kept = book(client.get("/books/1"), "miss")
    assert book(elsewhere.get("/books/1"), "hit") == kept
    like(elsewhere, 1)
    assert book(client.get("/books/1"), "miss")["likes"] == kept["likes"] + 1
    assert book(elsewhere.get("/books/1"), "hit")["likes"] == kept["likes"] + 1


def test_a_crowd_of_readers_causes_one_computation(
    client: Client, elsewhere: Client, store: "redis.Redis"
) -> None:
    servers = (client.server, elsewhere.server)
    before = sum(computed(server, 2) for server in servers)
    answers = at_once(20, lambda number: (client, elsewhere)[number % 2].get("/books/2"))
    assert len({json.dumps(payload(answer, 200)) for answer in answers}) == 1
    assert sorted(answer.headers["x-cache"] for answer in answers) == ["hit"] * 19 + ["miss"]
    assert sum(computed(server, 2) for server in servers) == before + 1


def test_a_death_in_the_middle_of_it_holds_nobody_up(
    client: Client, elsewhere: Client, store: "redis.Redis"
) -> None:
    doomed = elsewhere.server  # No test after this one talks to it.
    before = computed(doomed, 3)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(elsewhere.get, "/books/3")
        assert eventually(lambda: computed(doomed, 3) > before)
        for pid in doomed.pids():
            os.kill(pid, signal.SIGKILL)
    (lease,) = store.keys()
    assert 0 < store.pttl(lease) <= 5_000
    # It ends early here, so that no test has to wait.
    store.pexpire(lease, 200)
    assert book(client.get("/books/3"), "miss")["id"] == 3


def test_without_redis_the_answers_still_come(stage: Stage) -> None:
    with services.redis_server() as server, redis.Redis.from_url(server.url()) as store:
        pid = int(store.info()["process_id"])
        with stage.start(REDIS_URL=server.url()) as alone, Client(stage, alone) as client:
            kept = book(client.get("/books/1"), "miss")
            os.kill(pid, signal.SIGSTOP)
            try:
                started = time.monotonic()
                assert book(client.get("/books/1"), "bypass") == kept
                assert time.monotonic() - started < 4
            finally:
                os.kill(pid, signal.SIGCONT)
            assert eventually(lambda: client.get("/books/1").headers["x-cache"] == "hit")
            store.shutdown(nosave=True)
            assert book(client.get("/books/1"), "bypass") == kept
            like(client, 1)
            assert book(client.get("/books/1"), "bypass")["likes"] == kept["likes"] + 1
            assert "cache is out of reach" in alone.text()
            assert not TRACEBACK.search(alone.text())
