"""A loop that sends to all stops at the first who has gone, and the rest hear nothing."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.traps.conftest import Running, Start


@contextmanager
def room_with_a_gap(client: Running) -> Iterator[ClientConnection]:
    """Let one member join and leave, then another join; yield the one who stays."""
    url = str(client.base_url).replace("http", "ws", 1) + "/room"
    with connect(url, proxy=None) as gone:
        assert gone.recv(timeout=5) == "welcome"
        gone.send("leave")
        with suppress(ConnectionClosed):
            gone.recv(timeout=5)
    with connect(url, proxy=None) as stays:
        assert stays.recv(timeout=5) == "welcome"
        yield stays


def test_the_bad_way_fails_at_the_one_who_has_gone(start: Start) -> None:
    client = start("fastapi")
    with room_with_a_gap(client) as member:
        assert client.post("/bad/messages", params={"text": "lost"}).status_code == 500
        assert client.post("/good/messages", params={"text": "heard"}).status_code == 200
        assert member.recv(timeout=5) == "heard"


def test_the_good_way_reaches_everybody_else(start: Start) -> None:
    client = start("fastapi")
    with room_with_a_gap(client) as member:
        for text in ("first", "second"):
            assert client.post("/good/messages", params={"text": text}).status_code == 200
            assert member.recv(timeout=5) == text
