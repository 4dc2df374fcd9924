"""Contract of `file_upload`: a large upload reaches the disk, and only the disk."""

import hashlib
import os
import re
import selectors
import socket
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldguide.serving import HOST, peak_memory
from tests.snippets.harness import Client, at_once, eventually, payload

MIB = 1024 * 1024
LIMIT = 64 * MIB
BOUNDARY = "one-two-three"
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"
STORED_NAME = r"[0-9a-f]{32}(\.[a-z0-9]{1,5})?"


def head(name: str) -> bytes:
    """Return what stands before a file's content in a multipart body."""
    return (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="cover"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()


TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()


def body(size: int) -> bytes:
    """Return a multipart body of this size, all of it random but the frame around it."""
    before = head("cover.png")
    return before + os.urandom(size - len(before) - len(TAIL)) + TAIL


def content_of(sent: bytes) -> bytes:
    """Return the file within a multipart body."""
    return sent[sent.index(b"\r\n\r\n") + 4 : -len(TAIL)]


def upload(client: Client, name: str, content: bytes) -> dict[str, Any]:
    answer = client.post(
        "/covers",
        content=head(name) + content + TAIL,
        headers={"content-type": CONTENT_TYPE},
    )
    stored: dict[str, Any] = payload(answer, 201)
    return stored


def files(client: Client) -> set[Path]:
    """Return all files of the upload folder and of the folder for temporary files."""
    folders = (client.upload_dir, client.temporary_dir)
    return {path for folder in folders for path in folder.rglob("*") if path.is_file()}


def status_of(client: Client, framing: str, pieces: Iterable[bytes]) -> int:
    """Send an upload piece by piece, as long as the server listens; return its answer's status.

    A client of the ordinary kind sends all before it reads, and does not see an early answer
    if the server closes the connection with it.
    """
    request = (
        f"POST /covers HTTP/1.1\r\nHost: {HOST}:{client.server.port}\r\n"
        f"Content-Type: {CONTENT_TYPE}\r\n{framing}\r\n\r\n"
    )
    with (
        socket.create_connection((HOST, client.server.port), timeout=60) as connection,
        selectors.DefaultSelector() as selector,
    ):
        connection.sendall(request.encode())
        connection.setblocking(False)
        selector.register(connection, selectors.EVENT_READ | selectors.EVENT_WRITE)
        try:
            for piece in pieces:
                rest = memoryview(piece)
                while rest:
                    ((_, events),) = selector.select(60)
                    if events & selectors.EVENT_READ:
                        raise BrokenPipeError
                    rest = rest[connection.send(rest) :]
        except (BrokenPipeError, ConnectionResetError):
            pass  # The server has answered already, or does not listen any more.
        connection.settimeout(60)
        answer = b""
        while b"\r\n" not in answer:
            received = connection.recv(4096)
            assert received, "the server closed the connection without an answer"
            answer += received
    match = re.match(rb"HTTP/1\.1 ([0-9]{3}) ", answer)
    assert match, answer
    return int(match[1])


def in_pieces(sent: bytes) -> Iterator[bytes]:
    return (sent[start : start + MIB // 4] for start in range(0, len(sent), MIB // 4))


def in_chunks(sent: bytes) -> Iterator[bytes]:
    """Frame a body for `Transfer-Encoding: chunked`."""
    for piece in in_pieces(sent):
        yield f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
    yield b"0\r\n\r\n"


def send_whole(client: Client, sent: bytes) -> int:
    return status_of(client, f"Content-Length: {len(sent)}", in_pieces(sent))


def send_chunked(client: Client, sent: bytes) -> int:
    return status_of(client, "Transfer-Encoding: chunked", in_chunks(sent))


def test_a_file_is_stored_and_described(client: Client) -> None:
    content = os.urandom(300_000)
    before = files(client)
    stored = upload(client, "cover.png", content)
    assert stored == {
        "name": stored["name"],
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    assert files(client) - before == {client.upload_dir / stored["name"]}
    assert (client.upload_dir / stored["name"]).read_bytes() == content


def test_content_that_looks_like_a_boundary_is_content(client: Client) -> None:
    content = f"\r\n--{BOUNDARY[:-1]}\r\n\r\n--\r\n".encode() * 5000
    stored = upload(client, "cover.png", content)
    assert (client.upload_dir / stored["name"]).read_bytes() == content


@pytest.mark.parametrize(
    "name",
    [
        "cover.png",
        "../../etc/passwd",
        "../../../../../../../../tmp/cover.png",
        "/etc/cron.d/cover",
        "C:\\\\x",
        "..\\\\..\\\\cover.png",
        "x" * 300,
        "x" * 296 + ".png",
        ".htaccess",
        "cover.png/../cover.php",
        "%2e%2e%2fcover",
        "обложка.png",
        "two words;x=y.png",
    ],
    ids=lambda name: name[:24],
)
def test_the_name_that_the_client_gave_decides_nothing(client: Client, name: str) -> None:
    before = files(client)
    stored = upload(client, name, b"content")
    assert re.fullmatch(STORED_NAME, stored["name"])
    assert files(client) - before == {client.upload_dir / stored["name"]}
    assert (client.upload_dir / stored["name"]).read_bytes() == b"content"


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_a_name_that_is_none_is_made_up_or_refused(client: Client, name: str) -> None:
    # Browsers send an empty name for a field without a file, so both are right.
    before = files(client)
    answer = client.post(
        "/covers",
        content=head(name) + b"content" + TAIL,
        headers={"content-type": CONTENT_TYPE},
    )
    if answer.status_code == 201:
        assert re.fullmatch(STORED_NAME, payload(answer, 201)["name"])
    else:
        assert answer.status_code in {400, 422}
        assert files(client) == before


@pytest.mark.parametrize("suffix", [".php", ".html", ".svg", ".exe", ".py", ".js", ".png.sh"])
def test_a_suffix_that_could_be_run_is_dropped(client: Client, suffix: str) -> None:
    assert not upload(client, f"cover{suffix}", b"x")["name"].endswith(suffix[-3:])


def test_equal_names_do_not_overwrite_each_other(client: Client) -> None:
    contents = [os.urandom(100_000) for _ in range(8)]
    stored = at_once(8, lambda number: upload(client, "cover.png", contents[number]))
    found = [(client.upload_dir / each["name"]).read_bytes() for each in stored]
    assert found == contents


def test_a_large_upload_does_not_fill_the_memory(client: Client) -> None:
    upload(client, "small.png", b"x" * MIB)
    before = peak_memory(client.server)
    sent = body(60 * MIB)
    assert send_whole(client, sent) == 201
    assert peak_memory(client.server) - before < 32 * MIB
    digests = {hashlib.sha256(path.read_bytes()).digest() for path in files(client)}
    assert hashlib.sha256(content_of(sent)).digest() in digests


def test_a_body_at_the_limit_is_taken(client: Client) -> None:
    assert send_whole(client, body(LIMIT)) == 201


@pytest.mark.parametrize("size", [LIMIT + 1, LIMIT + MIB])
def test_a_body_over_the_limit_is_refused_and_leaves_nothing(client: Client, size: int) -> None:
    before = files(client)
    assert send_whole(client, body(size)) == 413
    assert eventually(lambda: files(client) == before)


def test_a_small_upload_may_come_in_chunks(client: Client) -> None:
    before = files(client)
    assert send_chunked(client, body(3 * MIB)) == 201
    (new,) = files(client) - before
    assert new.parent == client.upload_dir


@pytest.mark.parametrize("size", [LIMIT + 1, LIMIT + MIB])
def test_chunks_over_the_limit_are_refused_and_leave_nothing(client: Client, size: int) -> None:
    before = files(client)
    memory = peak_memory(client.server)
    assert send_chunked(client, body(size)) == 413
    assert eventually(lambda: files(client) == before)
    assert peak_memory(client.server) - memory < 32 * MIB


def test_the_next_upload_is_served_after_a_refusal(client: Client) -> None:
    send_whole(client, body(LIMIT + 1))
    assert upload(client, "cover.png", b"content")["size"] == 7


@pytest.mark.parametrize(
    "form",
    [
        {"files": {"picture": ("cover.png", b"x")}},
        {"files": {"COVER": ("cover.png", b"x")}},
        {"files": {"cover": (None, b"text, not a file")}},
    ],
    ids=["other-name", "other-case", "text"],
)
def test_a_missing_field_is_refused(client: Client, form: dict[str, Any]) -> None:
    before = files(client)
    assert client.post("/covers", **form).status_code in {400, 415, 422}
    assert eventually(lambda: files(client) == before)


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "text/plain", "application/x-www-form-urlencoded", "image/png"],
)
def test_a_body_that_is_not_multipart_is_refused(client: Client, content_type: str) -> None:
    before = files(client)
    answer = client.post(
        "/covers", content=b'{"cover": "x"}', headers={"content-type": content_type}
    )
    assert answer.status_code in {400, 415, 422}
    assert files(client) == before


def test_multipart_without_a_boundary_is_refused(client: Client) -> None:
    answer = client.post(
        "/covers", content=body(1000), headers={"content-type": "multipart/form-data"}
    )
    assert answer.status_code in {400, 415, 422}


def test_a_request_without_a_body_is_refused(client: Client) -> None:
    assert client.post("/covers").status_code in {400, 415, 422}
