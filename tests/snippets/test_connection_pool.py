"""Contract of `connection_pool`: five connections to PostgreSQL for any number of requests."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import LiteralString

import psycopg
import pytest

from fieldguide.serving import HOST
from tests.snippets.harness import (
    TRACEBACK,
    Client,
    Output,
    Stage,
    at_once,
    detail,
    eventually,
    payload,
    reset_at_close,
    transcript,
)

POOL = 5
CROWD = 40

OTHERS = """
    FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend'
"""
"""All connections but our own; PostgreSQL's autovacuum, which may come at any time, is none."""
COUNT = f"SELECT count(*) {OTHERS}"
BUSY = f"{COUNT} AND state <> 'idle'"
END = f"SELECT pg_terminate_backend(pid) {OTHERS}"
ALIVE = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s"


@pytest.fixture
def database(stage: Stage) -> "Iterator[psycopg.Connection]":
    """A connection of our own to the database that the snippet uses."""
    with psycopg.connect(stage.environment["DATABASE_URL"], autocommit=True) as database:
        yield database


def number(database: "psycopg.Connection", query: LiteralString, *values: int) -> int:
    """Return the one number that a query asks for."""
    row = database.execute(query, values).fetchone()
    assert row
    return int(row[0])


@contextmanager
def watched(database: "psycopg.Connection") -> Iterator[list[int]]:
    """Count the connections again and again as long as the block runs."""
    counts: list[int] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.005):
            counts.append(number(database, COUNT))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield counts
    finally:
        ended.set()
        watcher.join()


def test_a_crowd_shares_five_connections(client: Client, database: "psycopg.Connection") -> None:
    with watched(database) as counts:
        answers = at_once(CROWD, lambda _: client.get("/report"))
    assert [payload(answer, 200) for answer in answers] == [{"report": "ready"}] * CROWD
    assert max(counts) == POOL
    assert number(database, COUNT) <= POOL


def test_readers_who_hang_up_leave_the_pool_as_it_was(
    client: Client, database: "psycopg.Connection"
) -> None:
    def hang_up(_: int) -> None:
        with socket.create_connection((HOST, client.server.port)) as connection:
            connection.sendall(f"GET /report HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            time.sleep(0.05)
            reset_at_close(connection)

    for _ in range(4):
        at_once(2 * POOL, hang_up)
    answers = at_once(2 * POOL, lambda _: client.get("/report"))
    assert [answer.status_code for answer in answers] == [200] * 2 * POOL
    assert eventually(lambda: number(database, COUNT) <= POOL)


def test_connections_are_used_again(client: Client) -> None:
    pids = [payload(client.get("/backend"), 200)["pid"] for _ in range(4 * POOL)]
    assert 1 <= len(set(pids)) <= POOL


def test_connections_that_postgresql_ends_are_replaced(
    client: Client, database: "psycopg.Connection"
) -> None:
    at_once(2 * POOL, lambda _: client.get("/report"))
    assert number(database, COUNT) >= 1
    before = {payload(client.get("/backend"), 200)["pid"] for _ in range(POOL)}
    # A transaction may end after its answer was sent.
    assert eventually(lambda: number(database, BUSY) == 0)
    database.execute(END)
    answers = at_once(2 * POOL, lambda _: client.get("/backend"))
    after = {payload(answer, 200)["pid"] for answer in answers}
    assert not after & before
    assert number(database, COUNT) <= POOL


def test_whoever_waits_too_long_is_told_so(
    stage: Stage, database: "psycopg.Connection", output: Output
) -> None:
    with stage.start(POOL_SIZE="1", POOL_TIMEOUT="0.4") as server, Client(stage, server) as client:
        started = time.monotonic()
        answers = at_once(CROWD, lambda _: client.get("/report"))
        assert time.monotonic() - started < CROWD * 0.15, "all have waited for the database"
        refused = [answer for answer in answers if answer.status_code != 200]
        assert 0 < len(refused) < len(answers)
        for answer in refused:
            assert detail(answer, 503)
            assert int(answer.headers["retry-after"]) > 0
        output("overload", transcript(refused[0], "retry-after"))
        pid = payload(client.get("/backend"), 200)["pid"]
        assert number(database, ALIVE, pid) == 1
    assert eventually(lambda: number(database, ALIVE, pid) == 0)
    log = server.text()
    assert not TRACEBACK.search(log)
    assert "Warning" not in log


@pytest.mark.traceback_expected
def test_a_query_that_fails_gives_its_connection_back(client: Client) -> None:
    answers = at_once(POOL + 1, lambda _: client.get("/broken"))
    assert [answer.status_code for answer in answers] == [500] * (POOL + 1)
    answers = at_once(2 * POOL, lambda _: client.get("/report"))
    assert [answer.status_code for answer in answers] == [200] * 2 * POOL
