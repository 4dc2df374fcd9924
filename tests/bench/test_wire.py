"""Answers as servers send them, whole or in any pieces."""

import socket

import pytest

from bench.wire import (
    BadAnswerError,
    Exchange,
    FrameReader,
    Reader,
    ask_socket,
    frame,
    json_request,
    request,
)

LENGTH = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Cache: hit\r\n\r\nhello"
CHUNKS = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n"
)


@pytest.mark.parametrize("sent", [LENGTH, CHUNKS], ids=["length", "chunks"])
@pytest.mark.parametrize("piece", [1, 7, 1000])
def test_an_answer_is_read_from_any_pieces(sent: bytes, piece: int) -> None:
    reader = Reader()
    found = [reader.feed(sent[at : at + piece]) for at in range(0, len(sent), piece)]
    whole = [answer for answer in found if answer]
    assert [(answer.status, answer.body) for answer in whole] == [(200, b"hello")]


def test_headers_are_found_in_any_case() -> None:
    answer = Reader().feed(LENGTH)
    assert answer is not None
    assert answer.header("x-cache") == answer.header("X-Cache") == "hit"
    assert answer.header("x-missing") == ""
    assert not answer.closes


def test_an_answer_without_a_body_is_whole() -> None:
    answer = Reader().feed(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
    assert answer is not None
    assert (answer.status, answer.body, answer.closes) == (204, b"", True)


def test_a_body_may_end_with_the_connection() -> None:
    reader = Reader()
    assert reader.feed(b"HTTP/1.0 200 OK\r\n\r\nhello") is None
    answer = reader.closed()
    assert answer is not None
    assert answer.body == b"hello"


@pytest.mark.parametrize("sent", [b"", LENGTH[:-1], CHUNKS[:-4], b"HTTP/1.1 200"])
def test_an_answer_that_is_cut_off_is_none(sent: bytes) -> None:
    reader = Reader()
    assert reader.feed(sent) is None
    assert reader.closed() is None


@pytest.mark.parametrize(
    "sent",
    [
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        b"x" * 70_000,
    ],
)
def test_what_is_no_answer_is_refused(sent: bytes) -> None:
    with pytest.raises(BadAnswerError):
        Reader().feed(sent)


def test_requests_carry_their_length() -> None:
    assert request("GET", "/").count(b"Content-Length") == 0
    assert request("POST", "/").count(b"Content-Length: 0\r\n") == 1
    assert json_request("PUT", "/", {"a": 1}).endswith(b'Content-Length: 7\r\n\r\n{"a":1}')


@pytest.mark.parametrize("size", [0, 125, 126, 1024])
def test_a_frame_says_how_long_it_is(size: int) -> None:
    sent = frame(b"x" * size)
    # A server sends the same without a mask: the bit and the four bytes of the key are left out.
    key = len(sent) - size - 4
    unmasked = bytes([sent[0], sent[1] & 0x7F]) + sent[2:key] + sent[key + 4 :]
    reader = FrameReader()
    assert reader.feed(unmasked[:1]) is None
    answer = reader.feed(unmasked[1:])
    assert answer is not None
    assert answer.body == b"x" * size


def test_pings_are_no_messages() -> None:
    answer = FrameReader().feed(b"\x89\x00\x81\x02hi")
    assert answer is not None
    assert answer.body == b"hi"


def test_a_close_is_refused() -> None:
    with pytest.raises(BadAnswerError, match="0x88"):
        FrameReader().feed(b"\x88\x02\x03\xe8")


@pytest.mark.parametrize("sent", [LENGTH, CHUNKS], ids=["length", "chunks"])
def test_what_comes_behind_an_answer_is_kept(sent: bytes) -> None:
    reader = Reader()
    first = reader.feed(sent + sent)
    second = reader.feed(b"")
    assert first == second
    assert first is not None
    assert reader.feed(b"") is None


def test_a_message_may_come_with_the_answer_that_opens_a_socket() -> None:
    reader = Reader()
    opened = reader.feed(b"HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x02hi")
    assert opened is not None
    assert opened.status == 101
    message = FrameReader(reader.buffer).feed(b"")
    assert message is not None
    assert message.body == b"hi"


def test_a_thousand_messages_of_others_are_enough() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"\x81\x02hi" * 1001)
        exchange = Exchange(frame(b"mine"), lambda answer: "", lambda answer: False)
        with pytest.raises(BadAnswerError, match="none of them"):
            ask_socket(ours, FrameReader(), exchange)


def test_a_connection_that_ends_is_no_answer() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            theirs.sendall(b"\x81\x02h")
        with pytest.raises(OSError, match=r"closed|pipe"):
            ask_socket(ours, FrameReader(), Exchange(frame(b"mine"), lambda answer: ""))
