"""Contract of `async_database`: where a slow query runs, and what goes on meanwhile."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.snippets.harness import Client, Output, Stage, eventually, payload

POOL = 5

ACTIVE = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'
    AND query LIKE '%pg_sleep%'
"""


@pytest.fixture
def database(stage: Stage) -> "Iterator[psycopg.Connection]":
    """A connection of our own to the database that the snippet uses."""
    with psycopg.connect(stage.environment["DATABASE_URL"], autocommit=True) as database:
        yield database


def running(database: "psycopg.Connection") -> int:
    """Return how many slow queries PostgreSQL is running."""
    row = database.execute(ACTIVE).fetchone()
    assert row
    return int(row[0])


@contextmanager
def watched(database: "psycopg.Connection") -> Iterator[list[int]]:
    """Count the slow queries again and again as long as the block runs."""
    counts: list[int] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.005):
            counts.append(running(database))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield counts
    finally:
        ended.set()
        watcher.join()


def ways(client: Client) -> list[str]:
    """Return the paths of the ways in which this snippet runs a slow query."""
    paths = payload(client.get("/ways"), 200)
    assert paths
    return [str(path) for path in paths]


def place(client: Client, path: str) -> dict[str, Any]:
    """Return where a query, or a handler without one, has run."""
    found = payload(client.get(path), 200)
    assert isinstance(found["thread"], str)
    assert isinstance(found["on_the_loop"], bool)
    return dict(found)


def test_each_way_says_where_its_query_runs(client: Client, output: Output) -> None:
    ping = place(client, "/ping")
    places = {path: place(client, path) for path in ways(client)}
    for found in places.values():
        if ping["on_the_loop"]:
            assert found["on_the_loop"] == (found["thread"] == ping["thread"])
    lines = [f"{path:8} {json.dumps(found)}" for path, found in {"/ping": ping, **places}.items()]
    output("places", "\n".join(lines), (r"(ThreadPoolExecutor-|asyncio_)[0-9_]+", r"\g<1>N"))


def crowd(client: Client, database: "psycopg.Connection", path: str) -> None:
    """Send twice as many slow queries as there are connections, and other requests meanwhile."""
    with watched(database) as counts, ThreadPoolExecutor(2 * POOL) as pool:
        answers = [pool.submit(client.get, path) for _ in range(2 * POOL)]
        assert eventually(lambda: POOL in counts)
        for _ in range(3):
            place(client, "/ping")
        assert counts[-1], "the others were answered only when the queries had ended"
        assert not all(answer.done() for answer in answers)
        assert {answer.result().status_code for answer in answers} == {200}
    assert max(counts) == POOL


def test_slow_queries_run_side_by_side_and_others_are_answered_meanwhile(
    client: Client, database: "psycopg.Connection"
) -> None:
    for path in ways(client):
        crowd(client, database, path)


def test_two_queries_of_one_request(
    client: Client, database: "psycopg.Connection", output: Output
) -> None:
    with watched(database) as counts:
        assert payload(client.get("/pair"), 200) == ["Emma", "Emma"]
    together = {1: "one after the other", 2: "at the same time"}[max(counts)]
    output("pair", f"PostgreSQL ran the two queries of GET /pair {together}.")
