"""A reader who hangs up while SQLite looks for the first row leaves the file locked."""

import socket
import time

from fieldguide.serving import HOST
from tests.traps.conftest import Running, Start


def hang_up(client: Running, way: str) -> None:
    """Ask for the report, leave while it is made, and wait until it would be there."""
    started = time.monotonic()
    assert client.get(f"/{way}/report").status_code == 200
    needed = time.monotonic() - started
    with socket.create_connection((HOST, client.server.port)) as connection:
        connection.sendall(f"GET /{way}/report HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        time.sleep(needed / 2)
    # What the reader leaves behind stays there: nothing else happens that could clear it away.
    time.sleep(2 * needed)


def test_the_bad_way_locks_out_all_writers(start: Start) -> None:
    client = start("sanic")
    assert client.post("/bad/books").status_code == 204
    hang_up(client, "bad")
    assert client.post("/bad/books").status_code == 500
    assert "database is locked" in client.server.text()


def test_the_good_way_lets_them_write(start: Start) -> None:
    client = start("sanic")
    for _ in range(2):
        hang_up(client, "good")
        assert client.post("/good/books").status_code == 204
