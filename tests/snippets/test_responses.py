"""Contract of `responses`: status, headers, redirects, cookies, downloads, conditional requests."""

import re
import socket
from email.utils import parsedate_to_datetime
from http.cookies import Morsel, SimpleCookie
from urllib.parse import unquote, urljoin, urlsplit

import httpx2
import pytest

from fieldguide.serving import HOST
from tests.snippets.harness import REFUSED, Client, Output, media_type, payload, transcript

QUOTATION = "国境の長いトンネルを抜けると雪国であった。\n"


def exchange(client: Client, method: str, path: str) -> tuple[bytes, bytes]:
    """Return all that the server sends before it closes, in two: the head and the body."""
    host = f"{HOST}:{client.server.port}"
    request = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    received = b""
    with socket.create_connection((HOST, client.server.port), timeout=60) as connection:
        connection.sendall(request.encode())
        while piece := connection.recv(65536):
            received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    return head, body


def header(answer: httpx2.Response, name: str) -> str:
    """Return a header that an answer carries exactly once."""
    (value,) = answer.headers.get_list(name)
    return str(value)


def cookie(answer: httpx2.Response) -> "Morsel[str]":
    """Return the one cookie that an answer sets."""
    (morsel,) = SimpleCookie(header(answer, "set-cookie")).values()
    return morsel


# ------------------------------------------------------------------------------- status and headers


def test_a_text_says_its_type_its_charset_and_its_language(client: Client) -> None:
    answer = client.get("/quotation")
    assert answer.status_code == 200
    assert header(answer, "content-type").lower() == "text/plain; charset=utf-8"
    assert header(answer, "content-language") == "ja"
    assert answer.content == QUOTATION.encode()


def test_head_has_the_headers_of_get_and_no_body(client: Client) -> None:
    got, asked = client.get("/quotation"), client.head("/quotation")
    assert asked.status_code == 200
    for name in ("content-type", "content-language", "cache-control", "etag", "content-length"):
        assert header(asked, name) == header(got, name)
    head, body = exchange(client, "HEAD", "/quotation")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert body == b""


def test_a_bookmark_is_created_once_and_then_there(client: Client) -> None:
    first = client.put("/bookmarks/7")
    assert payload(first, 201) == {"book_id": 7}
    assert urlsplit(header(first, "location")).path == "/bookmarks/7"
    for _ in range(2):
        again = client.put("/bookmarks/7")
        assert again.status_code == 204
        assert again.content == b""
    assert client.put("/bookmarks/8").status_code == 201


def test_an_answer_without_content_sends_none(client: Client) -> None:
    head, body = exchange(client, "DELETE", "/theme")
    assert head.startswith(b"HTTP/1.1 204 ")
    assert b"transfer-encoding" not in head.lower()
    assert body == b""


# ----------------------------------------------------------------------------- conditional requests


def test_a_text_has_a_validator_and_is_asked_for_again(client: Client) -> None:
    first, second = client.get("/quotation"), client.get("/quotation")
    assert re.fullmatch(r'(W/)?"[\x21\x23-\x7e]+"', header(first, "etag"))
    assert header(first, "etag") == header(second, "etag")
    assert header(first, "cache-control") == "no-cache"


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '{}, "other"', "*"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_text_that_is_known_is_not_sent_again(client: Client, method: str, form: str) -> None:
    known = client.get("/quotation")
    sent = form.format(header(known, "etag").removeprefix("W/"))
    answer = client.request(method, "/quotation", headers={"if-none-match": sent})
    assert answer.status_code == 304
    assert answer.content == b""
    assert header(answer, "etag") == header(known, "etag")
    assert header(answer, "cache-control") == header(known, "cache-control")


@pytest.mark.parametrize("sent", ['"other"', 'W/"other"', "", '""', "other", '"a", "b"'])
def test_a_text_that_has_changed_is_sent(client: Client, sent: str) -> None:
    answer = client.get("/quotation", headers={"if-none-match": sent})
    assert answer.status_code == 200
    assert answer.content == QUOTATION.encode()


# ---------------------------------------------------------------------------------------- redirects


def test_an_address_that_moved_says_where(client: Client) -> None:
    answer = client.get("/quote")
    assert answer.status_code == 301
    assert urljoin(f"{client.url}/quote", header(answer, "location")) == f"{client.url}/quotation"
    assert client.get("/quote", follow_redirects=True).text == QUOTATION


def choose(client: Client, theme: str, target: str | None) -> httpx2.Response:
    form = {"theme": theme} if target is None else {"theme": theme, "next": target}
    return client.post("/theme", data=form)


@pytest.mark.parametrize("target", ["/quotation", "/theme", "/shelf?page=2&sort=title#top", "/"])
def test_a_form_leads_to_the_page_that_it_came_from(client: Client, target: str) -> None:
    answer = choose(client, "dark", target)
    assert answer.status_code == 303
    assert header(answer, "location") == target


def test_without_a_page_to_return_to_it_is_the_first(client: Client) -> None:
    assert header(choose(client, "dark", None), "location") == "/"


HOSTILE = [
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    r"/\evil.example",
    r"\\evil.example",
    r"\/evil.example",
    "https:evil.example",
    "https:///evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x01//evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//127.0.0.1@evil.example/",
    "https://127.0.0.1.evil.example/",
    "//[evil",
    "",
]


@pytest.mark.parametrize("target", HOSTILE, ids=ascii)
def test_another_site_is_never_the_page_to_return_to(client: Client, target: str) -> None:
    answer = choose(client, "dark", target)
    assert answer.status_code == 303
    assert header(answer, "location") == "/"


def test_a_line_break_in_the_target_adds_no_header(client: Client) -> None:
    answer = choose(client, "dark", "/quotation\r\nX-Injected: yes\r\n\r\n")
    assert answer.status_code == 303
    assert "x-injected" not in answer.headers
    assert urljoin(client.url, header(answer, "location")).startswith(client.url)


@pytest.mark.parametrize("theme", ["", "Dark", "dark; Domain=evil.example", "dark\r\nX-In: 1"])
def test_an_unknown_theme_is_refused_and_sets_no_cookie(client: Client, theme: str) -> None:
    answer = choose(client, theme, "/")
    assert answer.status_code in REFUSED
    assert not {"set-cookie", "x-in"} & set(answer.headers)


# ------------------------------------------------------------------------------------------ cookies


def test_a_cookie_is_set_with_all_its_flags(client: Client, output: Output) -> None:
    answer = choose(client, "dark", "/quotation")
    morsel = cookie(answer)
    assert (morsel.key, morsel.value) == ("theme", "dark")
    assert morsel["max-age"] == "31536000"
    assert morsel["path"] == "/"
    assert morsel["domain"] == ""
    assert morsel["secure"] is True
    assert morsel["httponly"] is True
    assert morsel["samesite"].lower() == "lax"
    shown = transcript(answer, "location", "set-cookie").partition("<!doctype")[0]
    output("redirect", shown, (r"(?i)(expires)=[^;]+", r"\1=<a year from now>"))


def test_a_cookie_that_is_sent_back_is_read(client: Client) -> None:
    assert payload(client.get("/theme"), 200) == {"theme": "light"}
    answer = client.get("/theme", headers={"cookie": "other=x; theme=dark"})
    assert payload(answer, 200) == {"theme": "dark"}


def test_a_cookie_is_deleted_where_it_was_set(client: Client) -> None:
    answer = client.delete("/theme", headers={"cookie": "theme=dark"})
    assert answer.status_code == 204
    morsel = cookie(answer)
    assert (morsel.key, morsel.value) == ("theme", "")
    assert (morsel["path"], morsel["domain"]) == ("/", "")
    if morsel["max-age"] != "0":
        assert parsedate_to_datetime(morsel["expires"]).year <= 2025


# ---------------------------------------------------------------------------------------- downloads


def test_a_download_has_its_name_in_any_script(client: Client) -> None:
    answer = client.get("/export")
    assert answer.status_code == 200
    assert media_type(answer) == "text/csv"
    assert header(answer, "content-type").lower().endswith("charset=utf-8")
    assert answer.content == b"title,year\r\nSnow Country,1948\r\n"
    head, _ = exchange(client, "GET", "/export")
    assert head.isascii()
    kind, *parameters = header(answer, "content-disposition").split(";")
    assert kind.strip().lower() == "attachment"
    named = dict(parameter.strip().split("=", 1) for parameter in parameters)
    charset, _, value = named["filename*"].partition("''")
    assert charset.lower() == "utf-8"
    assert unquote(value, "utf-8", "strict") == "Žofie – 2026.csv"
