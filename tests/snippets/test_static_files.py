"""Contract of `static_files`: files with validators, and no others than those."""

import hashlib
import re
import socket
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx2
import pytest

from fieldguide.serving import HOST, Server
from tests.snippets.harness import Client, Output, Stage, media_type, transcript
from tests.snippets.markup import Page

YEAR = 365 * 24 * 60 * 60
HASHES = ("md5", "sha1", "sha256", "sha512")


@pytest.fixture(scope="module")
def server(stage: Stage) -> Iterator[Server]:
    """The server, after the files were collected where that is a step of its own."""
    cell = stage.topic.cells.get(stage.framework.id)
    root = str(stage.folder / "collected")
    if cell and "collect" in cell.commands:
        done = stage.run("collect", STATIC_ROOT=root)
        assert done.status == 0, done.err
    with stage.start(STATIC_ROOT=root) as server:
        yield server


def address(client: Client) -> str:
    """Return the path and the query of the sheet that the page links."""
    answer = client.get("/")
    assert answer.status_code == 200, answer.text
    (link,) = Page(answer.text).root.only("head").find("link")
    assert link.attributes["rel"] == "stylesheet"
    target = urlsplit(urljoin(f"{client.url}/", link.attributes["href"]))
    assert target.netloc == urlsplit(client.url).netloc
    assert target.path.startswith("/static/")
    return f"{target.path}?{target.query}" if target.query else target.path


def fetch(client: Client, path: str, method: str = "GET", **headers: str) -> httpx2.Response:
    """Ask for a file as it is; headers are named with underscores."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.request(method, path, headers={"accept-encoding": "identity", **sent})


def sheet(client: Client) -> httpx2.Response:
    answer = fetch(client, address(client))
    assert answer.status_code == 200
    return answer


def max_age(answer: httpx2.Response) -> int:
    match = re.search(r"max-age=([0-9]+)", answer.headers.get("cache-control", ""))
    return int(match[1]) if match else 0


def fingerprint(path: str) -> str:
    """Return the hash in an address, or nothing."""
    match = re.search(r"[0-9a-f]{8,}", path)
    return match[0] if match else ""


# ---------------------------------------------------------------------------------------- the file


def test_the_page_links_the_sheet_and_it_is_served(client: Client) -> None:
    answer = sheet(client)
    assert media_type(answer) == "text/css"
    source = client.stage.snippets / client.framework / "static_files"
    assert answer.content in [path.read_bytes() for path in source.rglob("*.css")]
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_a_sheet_in_utf_8_does_not_depend_on_the_page(client: Client) -> None:
    # Without a charset a browser takes the page's, which is UTF-8 as well.
    charset = sheet(client).headers["content-type"].lower().partition("charset=")[2]
    assert charset in {"", "utf-8", '"utf-8"'}


def test_head_has_the_headers_and_no_body(client: Client) -> None:
    path = address(client)
    got, asked = fetch(client, path), fetch(client, path, "HEAD")
    assert asked.status_code == 200
    assert asked.content == b""
    for name in ("content-type", "last-modified", "etag"):
        assert asked.headers.get(name) == got.headers.get(name)
    # Sanic answers HEAD with a length of 0; no client takes that for the file's.
    assert int(asked.headers["content-length"]) in {0, len(got.content)}


def test_the_sheet_has_headers_for_caches(client: Client, output: Output) -> None:
    answer = sheet(client)
    shown = transcript(
        answer, "content-type", "content-length", "cache-control", "etag", "last-modified"
    )
    output(
        "sheet",
        shown.removesuffix(answer.text),
        (r"last-modified: .+", "last-modified: <when the file was written>"),
        (r'etag: (W/)?"[^"]+"', r'etag: \1"<of this version>"'),
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_file_can_only_be_read(client: Client, method: str) -> None:
    before = sheet(client).content
    assert fetch(client, address(client), method).status_code in {403, 404, 405}
    assert sheet(client).content == before


@pytest.mark.parametrize("name", ["missing.css", "reading", "READING.CSS", "css/reading.css"])
def test_a_file_that_is_not_there_is_not_found(client: Client, name: str) -> None:
    assert fetch(client, f"/static/{name}").status_code == 404


@pytest.mark.parametrize("path", ["/static/", "/static"])
def test_no_directory_is_listed(client: Client, path: str) -> None:
    answer = client.get(path, follow_redirects=True)
    assert 400 <= answer.status_code < 500
    assert "reading" not in answer.text


# ------------------------------------------------------------------------------------------- caches


def test_a_browser_that_has_the_file_does_not_get_it_again(client: Client) -> None:
    path, answer = address(client), sheet(client)
    validators = [
        {"if_none_match": answer.headers["etag"]} if "etag" in answer.headers else {},
        {"if_modified_since": answer.headers["last-modified"]},
    ]
    for validator in filter(None, validators):
        for method in ("GET", "HEAD"):
            again = fetch(client, path, method, **validator)
            assert again.status_code == 304, validator
            assert again.content == b""


def test_a_browser_that_has_an_older_file_gets_the_new_one(client: Client) -> None:
    path, answer = address(client), sheet(client)
    written = parsedate_to_datetime(answer.headers["last-modified"])
    older = format_datetime(written - timedelta(days=1), usegmt=True)
    assert fetch(client, path, if_modified_since=older).content == answer.content
    if "etag" in answer.headers:
        assert fetch(client, path, if_none_match='"other"').content == answer.content
        both = fetch(
            client, path, if_none_match='"other"', if_modified_since=answer.headers["last-modified"]
        )
        assert both.status_code == 200


def test_an_address_with_a_hash_is_kept_long_and_any_other_is_asked_for_again(
    client: Client,
) -> None:
    path, answer = address(client), sheet(client)
    if found := fingerprint(path):
        assert max_age(answer) >= YEAR
        digests = [hashlib.new(name, answer.content).hexdigest() for name in HASHES]
        assert any(digest.startswith(found) for digest in digests)
        plain = fetch(client, "/static/reading.css")
        assert plain.content == answer.content
        assert max_age(plain) <= 60 * 60
    else:
        assert answer.headers["cache-control"] == "no-cache"


# ------------------------------------------------------------------------------------------- ranges


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=10-29", slice(10, 30)),
        ("bytes=20-", slice(20, None)),
        ("bytes=-20", slice(-20, None)),
        ("bytes=10-9999", slice(10, None)),
    ],
)
def test_a_part_of_a_file_is_the_right_part_or_the_whole(
    client: Client, asked: str, part: slice
) -> None:
    whole = sheet(client).content
    answer = fetch(client, address(client), range=asked)
    if answer.status_code == 206:
        assert answer.content == whole[part]
        start, stop, _ = part.indices(len(whole))
        assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(whole)}"
    else:
        assert answer.status_code == 200
        assert answer.content == whole


def test_who_offers_parts_keeps_the_promise(client: Client) -> None:
    status = fetch(client, address(client), range="bytes=10-29").status_code
    assert status in ({206} if "accept-ranges" in sheet(client).headers else {200, 206})


def test_a_part_beyond_the_end_is_refused_or_the_whole(client: Client) -> None:
    whole = sheet(client).content
    size = len(whole)
    answer = fetch(client, address(client), range=f"bytes={size + 10}-{size + 20}")
    if answer.status_code == 416:
        assert answer.headers["content-range"] == f"bytes */{size}"
    else:
        assert answer.status_code == 200
        assert answer.content == whole


# ------------------------------------------------------------------------------------- other files


def raw(client: Client, path: str) -> tuple[int, bytes]:
    """Ask for a path exactly as it is written; return the status and all that was sent."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: {HOST}:{client.server.port}\r\nConnection: close\r\n\r\n"
    )
    received = b""
    with socket.create_connection((HOST, client.server.port), timeout=60) as connection:
        connection.sendall(request.encode())
        while piece := connection.recv(65536):
            received += piece
    match = re.match(rb"HTTP/1\.[01] ([0-9]{3}) ", received)
    assert match, received
    return int(match[1]), received


UP = ["../", "%2e%2e/", "..%2f", "%2e%2e%2f", ".%2e/", "..\\", "..%5c", "%252e%252e%252f", "....//"]


@pytest.mark.parametrize("up", UP)
@pytest.mark.parametrize("target", ["app.py", "settings.py", "urls.py", "hello.py", "secret.txt"])
def test_a_file_beside_the_directory_is_not_served(client: Client, up: str, target: str) -> None:
    (client.workdir / "secret.txt").write_text("for nobody", encoding="utf-8")
    for levels in (1, 2):
        status, received = raw(client, f"/static/{up * levels}{target}")
        assert 300 <= status < 500
        assert b"import " not in received
        assert b"for nobody" not in received


@pytest.mark.parametrize("up", UP)
def test_a_file_of_the_system_is_not_served(client: Client, up: str) -> None:
    for path in (f"/static/{up * 12}etc/passwd", f"/static/css/{up * 13}etc/passwd"):
        status, received = raw(client, path)
        assert 300 <= status < 500
        assert b"root:" not in received


@pytest.mark.parametrize("path", ["//etc/passwd", "/%2fetc/passwd", "/%2Fetc%2Fpasswd", "/%ff"])
def test_a_path_from_the_root_is_not_served(client: Client, path: str) -> None:
    status, received = raw(client, f"/static{path}")
    assert 300 <= status < 500
    assert b"root:" not in received


@pytest.mark.traceback_expected
@pytest.mark.parametrize("path", ["/reading.css%00.png", "/%00", "/" + "x" * 300, "/x%00/../y"])
def test_a_path_that_no_file_can_have_harms_nobody(client: Client, path: str) -> None:
    # Tornado and Sanic take some of these for a failure of their own, and log it.
    status, received = raw(client, f"/static{path}")
    assert 400 <= status <= 500
    assert b"Traceback" not in received
    assert b"color-scheme" not in received
    assert sheet(client).content
