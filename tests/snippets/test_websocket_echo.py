"""Contract of `websocket_echo`: messages, closing, and clients that vanish."""

import base64
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from fieldguide.serving import HOST
from tests.snippets.harness import Client, at_once, reset_at_close

SIZE = 64 * 1024
MASK = b"\x00\x00\x00\x00"
HELLO = b"\x81\x85" + MASK + b"Hello"
BYTES = b"\x82\x85" + MASK + b"Hello"
GOODBYE = b"\x88\x82" + MASK + b"\x03\xe8"


@contextmanager
def echo(client: Client) -> Iterator[ClientConnection]:
    with connect(f"{client.ws_url}/echo", proxy=None, open_timeout=30) as connection:
        yield connection


def said_back(client: Client, message: str | bytes) -> str | bytes:
    with echo(client) as connection:
        connection.send(message)
        return connection.recv(timeout=30)


def vanish(client: Client, last_words: bytes) -> None:
    """Open a WebSocket by hand, send some bytes, and reset the connection."""
    key = base64.b64encode(os.urandom(16)).decode()
    request = (
        f"GET /echo HTTP/1.1\r\nHost: {HOST}:{client.server.port}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
    )
    with socket.create_connection((HOST, client.server.port), timeout=30) as connection:
        connection.sendall(request.encode())
        head = b""
        while b"\r\n\r\n" not in head:
            received = connection.recv(4096)
            assert received, "the server closed the connection instead of opening a WebSocket"
            head += received
        assert head.startswith(b"HTTP/1.1 101 ")
        connection.sendall(last_words)
        reset_at_close(connection)


@pytest.mark.parametrize(
    "message",
    ["Hello, reader!", "源氏物語, Кысь, \N{MUSICAL SYMBOL G CLEF}", "x" * SIZE, "closed", "Close"],
    ids=["short", "unicode", "64-KiB", "closed", "Close"],
)
def test_text_comes_back_as_text(client: Client, message: str) -> None:
    answer = said_back(client, message)
    assert isinstance(answer, str)
    assert answer == message


@pytest.mark.parametrize(
    "message",
    [b"Hello, reader!", bytes(range(256)), os.urandom(SIZE), b"close"],
    ids=["ascii", "all-bytes", "64-KiB", "close"],
)
def test_bytes_come_back_as_bytes(client: Client, message: bytes) -> None:
    answer = said_back(client, message)
    assert isinstance(answer, bytes)
    assert answer == message


def test_many_messages_come_back_in_order(client: Client) -> None:
    messages: list[str | bytes] = [
        f"message {number}" if number % 2 else f"message {number}".encode() for number in range(50)
    ]
    with echo(client) as connection:
        for message in messages:
            connection.send(message)
        assert [connection.recv(timeout=30) for _ in messages] == messages


def test_the_server_closes_when_it_is_asked_to(client: Client) -> None:
    with echo(client) as connection:
        connection.send("before")
        assert connection.recv(timeout=30) == "before"
        connection.send("close")
        with pytest.raises(ConnectionClosed) as closed:
            connection.recv(timeout=30)
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4000, "goodbye")


def test_visitors_hear_only_themselves(client: Client) -> None:
    names = [f"visitor {number}" for number in range(3)]
    assert at_once(3, lambda number: said_back(client, names[number])) == names


def test_a_plain_request_is_refused(client: Client) -> None:
    assert 400 <= client.get("/echo").status_code < 500


@pytest.mark.parametrize(
    "last_words",
    [
        b"",
        HELLO,
        HELLO + GOODBYE,
        BYTES + GOODBYE,
        HELLO + HELLO + GOODBYE,
        b"\x81\xfe\xff\xff" + MASK + b"half a message",
    ],
    ids=[
        "silently",
        "after-a-message",
        "with-a-goodbye",
        "with-bytes-and-a-goodbye",
        "with-two-messages-and-a-goodbye",
        "within-a-message",
    ],
)
def test_clients_that_vanish_harm_nobody(client: Client, last_words: bytes) -> None:
    for _ in range(8):
        vanish(client, last_words)
        assert said_back(client, "still there?") == "still there?"
