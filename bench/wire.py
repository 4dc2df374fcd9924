"""Requests and answers as they are on the wire: HTTP/1.1, and WebSocket frames.

Both generators of our own read answers with this: the client that loads a server, and the sample
that is checked before and after. It reads what servers send on a connection of their own choice:
a Content-Length, chunks, or a body that ends with the connection (RFC 9112, RFC 6455).
"""

import json
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

HOST = "127.0.0.1"
"""The only machine that is ever asked; the client imports little, so that it starts fast."""
PATIENCE = 5.0
"""Seconds after which an answer is given up."""


@dataclass(slots=True)
class Answer:
    """A whole answer."""

    status: int
    head: bytes
    """The status line and the headers, in lower case."""
    body: bytes
    cased: bytes = b""
    """The same as it was sent: the value of a cookie is not to be changed."""
    size: int = 0
    """How many bytes it took on the wire, with its head and the sizes of its chunks."""

    def header(self, name: str) -> str:
        """Return the first header of a name, or nothing."""
        _, found, rest = self.head.partition(b"\r\n" + name.lower().encode() + b":")
        return rest.partition(b"\r\n")[0].strip().decode("latin-1") if found else ""

    @property
    def closes(self) -> bool:
        """Whether the server closes the connection with it."""
        return self.header("connection") == "close" or self.head.startswith(b"http/1.0")

    def json(self) -> Any:
        """Return the body as JSON; None if it is none."""
        with suppress(ValueError):
            return json.loads(self.body)
        return None


@dataclass(slots=True)
class Exchange:
    """A request, and how its answer is told from a wrong one."""

    sends: bytes
    wrong: Callable[[Answer], str]
    """Returns what is wrong with the answer, or nothing."""
    mine: Callable[[Answer], bool] | None = None
    """Tells the answer from messages that others caused; None where there are no such messages."""


def request(
    method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> bytes:
    """Return a request; a body comes with its length."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    lines += [f"Content-Length: {len(body)}"] if body or method in {"POST", "PUT"} else []
    return "\r\n".join([*lines, "", ""]).encode() + body


def json_request(
    method: str, path: str, value: object, headers: Mapping[str, str] | None = None
) -> bytes:
    """Return a request with a JSON body."""
    known = {"Content-Type": "application/json", **(headers or {})}
    return request(method, path, json.dumps(value, separators=(",", ":")).encode(), known)


class BadAnswerError(Exception):
    """Bytes came that are no answer."""


@dataclass(slots=True)
class Reader:
    """Collects bytes until an answer is whole."""

    buffer: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> Answer | None:
        """Take bytes; return the answer when it is whole.

        Raises:
            BadAnswerError: if this is no HTTP/1 answer.
        """
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self.buffer) > 65536:
                raise BadAnswerError("a head of more than 64 KiB")
            return None
        head = bytes(self.buffer[:end]).lower()
        if not head.startswith(b"http/1.") or not head[9:12].isdigit():
            raise BadAnswerError(f"no status line: {head[:40]!r}")
        answer = Answer(int(head[9:12]), head, b"", bytes(self.buffer[:end]))
        found = _body(answer, bytes(self.buffer[end + 4 :]))
        if found is None:
            return None
        answer.body, size = found
        answer.size = end + 4 + size
        del self.buffer[: answer.size]
        return answer

    def closed(self) -> Answer | None:
        """Return the answer that the end of the connection makes whole, if there is one."""
        head, found, body = bytes(self.buffer).partition(b"\r\n\r\n")
        size = len(self.buffer)
        answer = Answer(int(head[9:12]), head.lower(), body, head, size) if found else None
        self.buffer = bytearray()
        framed = answer and (answer.header("content-length") or answer.header("transfer-encoding"))
        return None if framed else answer


def _body(answer: Answer, rest: bytes) -> tuple[bytes, int] | None:
    """Return the body and how many bytes it takes, once all of it is there."""
    if answer.status in {101, 204, 304}:
        return b"", 0
    if length := answer.header("content-length"):
        if not length.isdigit():
            raise BadAnswerError(f"a Content-Length of {length[:20]}")
        size = int(length)
        return (rest[:size], size) if len(rest) >= size else None
    if answer.header("transfer-encoding") == "chunked":
        return _unchunked(rest)
    return None


def _unchunked(data: bytes) -> tuple[bytes, int] | None:
    found, at = bytearray(), 0
    while (end := data.find(b"\r\n", at)) >= 0:
        try:
            size = int(data[at:end].partition(b";")[0], 16)
        except ValueError:
            raise BadAnswerError("a chunk without a size") from None
        if len(data) < end + 4 + size:
            return None
        at = end + 4 + size
        if size == 0:
            return bytes(found), at
        found += data[end + 2 : end + 2 + size]
    return None


# ----------------------------------------------------------------------------------- one at a time


def ask(connection: socket.socket, exchange: Exchange) -> Answer:
    """Send a request and return its answer.

    Raises:
        OSError: if the connection ends or is silent for too long.
        BadAnswerError: if what comes is no answer.
    """
    connection.sendall(exchange.sends)
    reader = Reader()
    while data := connection.recv(65536):
        answer = reader.feed(data)
        if answer is not None:
            return answer
    answer = reader.closed()
    if answer is None:
        raise ConnectionResetError("the connection was closed before the answer was whole")
    return answer


def received(connection: socket.socket) -> bytes:
    """Return some more bytes.

    Raises:
        OSError: if there are none: the connection was closed, or is silent for too long.
    """
    data = connection.recv(65536)
    if not data:
        raise ConnectionResetError("the connection was closed before the answer was whole")
    return data


def ask_socket(connection: socket.socket, reader: "FrameReader", exchange: Exchange) -> Answer:
    """Send a message and return its answer; what others have caused is left out, up to a limit.

    Raises:
        OSError: if the connection ends or is silent for too long.
        BadAnswerError: if the answer does not come among the next thousand messages.
    """
    connection.sendall(exchange.sends)
    answer = reader.feed(b"")
    for _ in range(1000):
        while answer is None:
            answer = reader.feed(received(connection))
        if exchange.mine is None or exchange.mine(answer):
            return answer
        answer = reader.feed(b"")
    raise BadAnswerError("a thousand messages, and none of them the answer")


def connect(port: int) -> socket.socket:
    """Open a connection to a server of ours."""
    return socket.create_connection((HOST, port), timeout=PATIENCE)


# ---------------------------------------------------------------------------------------- WebSocket


def open_socket(connection: socket.socket, path: str) -> "FrameReader":
    """Open a WebSocket; return a reader that has what came with the answer.

    Raises:
        ConnectionRefusedError: if the server does not want to.
    """
    connection.sendall(upgrade(path))
    reader = Reader()
    while (answer := reader.feed(received(connection))) is None:
        pass
    if answer.status != 101:
        raise ConnectionRefusedError(f"no WebSocket but {answer.status}")
    return FrameReader(reader.buffer)


def upgrade(path: str) -> bytes:
    """Return the request that opens a WebSocket."""
    wanted = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",  # RFC 6455's own; it keeps no secret.
    }
    return request("GET", path, headers=wanted)


def frame(message: bytes) -> bytes:
    """Return a text message in one frame, masked by noughts so that masking costs nothing."""
    if len(message) < 126:
        return bytes([0x81, 0x80 | len(message)]) + bytes(4) + message
    return b"\x81\xfe" + len(message).to_bytes(2, "big") + bytes(4) + message


@dataclass(slots=True)
class FrameReader:
    """Collects bytes until a message is whole; each message is an answer with status 101."""

    buffer: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> Answer | None:
        """Take bytes; return the next message when it is whole; pings and pongs are left out.

        Raises:
            BadAnswerError: if the server closes, or sends a message in several frames.
        """
        self.buffer += data
        while len(self.buffer) >= 2:
            kind, size, start = self.buffer[0], self.buffer[1] & 0x7F, 2
            if size > 125:
                start = 4 if size == 126 else 10
                size = int.from_bytes(self.buffer[2:start], "big")
            if len(self.buffer) < start + size:
                return None
            payload = bytes(self.buffer[start : start + size])
            del self.buffer[: start + size]
            if kind in {0x89, 0x8A}:
                continue
            if kind not in {0x81, 0x82}:
                raise BadAnswerError(f"a frame of the kind 0x{kind:02x}")
            return Answer(101, b"", payload)
        return None

    def closed(self) -> Answer | None:
        """Return nothing: the end of a connection makes no message whole."""
        return None
