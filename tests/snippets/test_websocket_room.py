"""Contract of `websocket_room`: all members hear everything, and no dead one harms the others."""

import base64
import itertools
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlencode

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from fieldguide.serving import HOST, Server
from tests.snippets.harness import Client, Output, Stage, reset_at_close

MASK = b"\x00\x00\x00\x00"
NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def server(stage: Stage) -> Iterator[Server]:
    """The server; where it measures how long a member does not read, a second is enough."""
    with stage.start(PATIENCE="1") as server:
        yield server


@pytest.fixture
def room() -> str:
    """A room that nobody has been in."""
    return f"room-{next(NUMBERS)}"


class Member:
    """Somebody in a room."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def say(self, text: str) -> None:
        self.connection.send(text)

    def hear(self) -> dict[str, str]:
        message = self.connection.recv(timeout=15)
        assert isinstance(message, str)
        news = json.loads(message)
        assert isinstance(news, dict)
        return news


def joined(name: str) -> dict[str, str]:
    return {"event": "joined", "name": name}


def said(name: str, text: str) -> dict[str, str]:
    return {"event": "said", "name": name, "text": text}


def left(name: str) -> dict[str, str]:
    return {"event": "left", "name": name}


def path(room: str, name: str) -> str:
    return f"/rooms/{room}?{urlencode({'name': name})}"


@contextmanager
def member(client: Client, room: str, name: str) -> Iterator[Member]:
    """Join a room, and leave it with a goodbye at the end of the block."""
    address = f"{client.ws_url}{path(room, name)}"
    with ExitStack() as stack:
        for is_last in (client.framework != "django", True):
            connection = connect(address, proxy=None, open_timeout=30, compression=None)
            one = Member(stack.enter_context(connection))
            try:
                assert one.hear() == joined(name)
            except TimeoutError:
                # Channels' layer delivers at most once, and does not wait for its subscription.
                assert not is_last
                one.connection.close()
            else:
                break
        yield one


@contextmanager
def by_hand(client: Client, room: str, name: str) -> Iterator[socket.socket]:
    """Join a room with a socket that does only what the test does with it."""
    key = base64.b64encode(os.urandom(16)).decode()
    request = (
        f"GET {path(room, name)} HTTP/1.1\r\nHost: {HOST}:{client.server.port}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
    )
    with socket.socket() as connection:
        connection.settimeout(30)
        # A small buffer is full soon.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect((HOST, client.server.port))
        connection.sendall(request.encode())
        assert connection.recv(12) == b"HTTP/1.1 101"
        yield connection


def test_everybody_in_the_room_hears_it(client: Client, room: str) -> None:
    with ExitStack() as stack:
        members = []
        for number in range(6):
            members.append(stack.enter_context(member(client, room, f"reader {number}")))
            for other in members[:-1]:
                assert other.hear() == joined(f"reader {number}")
        for number, one in enumerate(members):
            text = f"Кысь, {number}"
            one.say(text)
            assert [other.hear() for other in members] == [said(f"reader {number}", text)] * 6


def test_another_room_hears_nothing(client: Client, room: str) -> None:
    with member(client, room, "Ada") as ada, member(client, f"{room}-2", "Ben") as ben:
        ada.say("here")
        assert ada.hear() == said("Ada", "here")
        ben.say("there")
        assert ben.hear() == said("Ben", "there")
        ada.say("here again")
        assert ada.hear() == said("Ada", "here again")


def test_who_comes_late_hears_what_is_said_from_then_on(client: Client, room: str) -> None:
    with member(client, room, "Ada") as ada:
        ada.say("early")
        assert ada.hear() == said("Ada", "early")
        with member(client, room, "Ben") as ben:
            assert ada.hear() == joined("Ben")
            ada.say("late")
            assert ben.hear() == ada.hear() == said("Ada", "late")


def test_a_burst_arrives_complete_and_in_order(client: Client, room: str) -> None:
    with member(client, room, "Ada") as ada, member(client, room, "Ben") as ben:
        assert ada.hear() == joined("Ben")
        texts = [f"message {number}" for number in range(200)]
        for text in texts:
            ada.say(text)
        assert [ben.hear()["text"] for _ in texts] == texts
        assert [ada.hear()["text"] for _ in texts] == texts


def test_who_leaves_is_announced(client: Client, room: str) -> None:
    with member(client, room, "Ada") as ada:
        with member(client, room, "Ben"):
            assert ada.hear() == joined("Ben")
        assert ada.hear() == left("Ben")
        ada.say("alone")
        assert ada.hear() == said("Ada", "alone")


@pytest.mark.parametrize("reset", [False, True], ids=["without-a-goodbye", "with-a-reset"])
def test_who_vanishes_harms_nobody(client: Client, room: str, reset: bool) -> None:
    with member(client, room, "Ada") as ada, member(client, room, "Ben") as ben:
        assert ada.hear() == joined("Ben")
        with ExitStack() as stack:
            for name in ("one", "two", "three"):
                connection = stack.enter_context(by_hand(client, room, name))
                assert ben.hear() == ada.hear() == joined(name)
                if reset:
                    reset_at_close(connection)
        ada.say("Who is there?")
        for one in (ada, ben):
            heard = [one.hear() for _ in range(4)]
            assert said("Ada", "Who is there?") in heard
            assert all(left(name) in heard for name in ("one", "two", "three"))


def test_who_stops_reading_harms_nobody_and_is_dropped(client: Client, room: str) -> None:
    with member(client, room, "Ada") as ada, member(client, room, "Ben") as ben:
        assert ada.hear() == joined("Ben")
        with by_hand(client, room, "dead"):
            assert ben.hear() == ada.hear() == joined("dead")
            text = "x" * 60_000
            dropped = 0
            deadline = time.monotonic() + 30
            while dropped < 2 and time.monotonic() < deadline:
                ada.say(text)
                for one in (ada, ben):
                    if (news := one.hear()) == left("dead"):
                        dropped += 1
                        news = one.hear()
                    assert news == said("Ada", text)
            assert dropped == 2


def test_a_message_that_is_too_long_is_heard_by_nobody(client: Client, room: str) -> None:
    with member(client, room, "Ada") as ada:
        with member(client, room, "Ben") as ben:
            assert ada.hear() == joined("Ben")
            ben.say("x" * 60_000)
            assert ada.hear() == ben.hear() == said("Ben", "x" * 60_000)
            ben.say("x" * 100_000)
            with pytest.raises(ConnectionClosed) as closed:
                ben.hear()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1009
        assert ada.hear() == left("Ben")
        ada.say("still here")
        assert ada.hear() == said("Ada", "still here")


def test_bytes_are_heard_by_nobody_and_harm_nobody(client: Client, room: str) -> None:
    with member(client, room, "Ada") as ada, member(client, room, "Ben") as ben:
        assert ada.hear() == joined("Ben")
        ben.connection.send(b"\x00\xff")
        ben.say("That was nothing.")
        assert ada.hear() == ben.hear() == said("Ben", "That was nothing.")


@pytest.mark.parametrize("last_words", [b"\x81", b"\x82"], ids=["with-text", "with-bytes"])
def test_last_words_harm_nobody(client: Client, room: str, last_words: bytes) -> None:
    """A message and a goodbye in one go: there is nobody left who could be answered."""
    with member(client, room, "Ada") as ada:
        for number in range(3):
            with by_hand(client, room, f"reader {number}") as connection:
                assert ada.hear() == joined(f"reader {number}")
                received = b""
                while b"joined" not in received:
                    received += connection.recv(4096)
                message = last_words + b"\x85" + MASK + b"Hello"
                connection.sendall(message + b"\x88\x82" + MASK + b"\x03\xe8")
            heard = [ada.hear()]
            while heard[-1] != left(f"reader {number}"):
                heard.append(ada.hear())
            if last_words == b"\x82" or (client.framework == "sanic" and len(heard) == 1):
                # Of a message and a goodbye that came together, Sanic may see the goodbye alone.
                assert heard == [left(f"reader {number}")]
            else:
                assert heard == [said(f"reader {number}", "Hello"), left(f"reader {number}")]


@pytest.mark.parametrize("name", ["", "x" * 51], ids=["none", "too-long"])
def test_a_name_is_needed(client: Client, room: str, name: str) -> None:
    address = f"{client.ws_url}{path(room, name)}"
    with member(client, room, "Ada") as ada:
        with (
            pytest.raises((InvalidStatus, ConnectionClosed)),
            connect(address, proxy=None) as visitor,
        ):
            visitor.recv(timeout=15)
        ada.say("Was that somebody?")
        assert ada.hear() == said("Ada", "Was that somebody?")


def test_what_a_member_hears(client: Client, output: Output) -> None:
    with member(client, "novels", "Ada") as ada:
        with member(client, "novels", "Ben") as ben:
            heard = [ada.hear()]
            ben.say("Has anybody read Emma?")
            heard.append(ada.hear())
        heard.append(ada.hear())
    output("heard", "\n".join(json.dumps(news, sort_keys=True) for news in heard))
