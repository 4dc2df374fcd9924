"""Contract of `security_headers`: every answer says what a browser shall refuse, errors too."""

import re

import httpx2
import pytest

from tests.snippets.harness import Client, Output

PATHS = [("/", 200), ("/nowhere", 404), ("/broken", 500)]
FROM_PROXY = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}

pytestmark = pytest.mark.traceback_expected


def policy(answer: httpx2.Response) -> dict[str, list[str]]:
    """Return the directives of an answer's Content-Security-Policy."""
    parts = [part.split() for part in answer.headers["content-security-policy"].split(";")]
    return {name: values for name, *values in filter(None, parts)}


def nonce(answer: httpx2.Response) -> str:
    """Return the nonce of the page's script."""
    found = re.search(r'<script nonce="([^"]+)">', answer.text)
    assert found, answer.text
    return found[1]


@pytest.mark.parametrize(("path", "status"), PATHS)
def test_every_answer_has_the_headers(client: Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    headers = answer.headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    for power in ("camera", "geolocation", "microphone"):
        assert f"{power}=()" in headers["permissions-policy"]


@pytest.mark.parametrize(("path", "status"), PATHS)
def test_every_answer_has_a_strict_policy(client: Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    directives = policy(answer)
    assert directives["default-src"] == ["'self'"]
    for name in ("object-src", "base-uri", "frame-ancestors"):
        assert directives[name] == ["'none'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & set(directives["script-src"])


def test_the_pages_own_script_is_allowed_by_a_nonce(client: Client) -> None:
    answer = client.get("/")
    assert f"'nonce-{nonce(answer)}'" in policy(answer)["script-src"]


def test_no_nonce_comes_twice(client: Client) -> None:
    nonces = {nonce(client.get("/")) for _ in range(20)}
    assert len(nonces) == 20
    assert min(map(len, nonces)) >= 16


@pytest.mark.parametrize(("path", "status"), PATHS)
def test_https_is_kept_for_a_year_once_it_was_used(client: Client, path: str, status: int) -> None:
    assert "strict-transport-security" not in client.get(path).headers
    answer = client.get(path, headers=FROM_PROXY)
    assert answer.status_code == status
    kept = re.search(r"max-age=(\d+)", answer.headers["strict-transport-security"])
    assert kept
    assert int(kept[1]) >= 31_536_000


@pytest.mark.parametrize(("path", "status"), PATHS)
def test_no_header_tells_a_version(client: Client, path: str, status: int) -> None:
    headers = client.get(path).headers
    assert not re.search(r"\d", headers.get("server", ""))
    assert "x-powered-by" not in headers


def test_the_headers_are_those_of_the_page(client: Client, output: Output) -> None:
    answer = client.get("/", headers=FROM_PROXY)
    directives = sorted(" ".join([name, *values]) for name, values in policy(answer).items())
    ours = (
        "cross-origin-opener-policy",
        "permissions-policy",
        "referrer-policy",
        "strict-transport-security",
        "x-content-type-options",
        "x-frame-options",
    )
    lines = [f"content-security-policy: {'; '.join(directives)}"]
    lines += [f"{name}: {answer.headers[name]}" for name in ours]
    output("headers", "\n".join(lines), (r"'nonce-[^']+'", "'nonce-…'"))
