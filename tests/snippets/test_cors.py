"""Contract of `cors`: one origin may read with cookies, and no other one may read at all."""

import httpx2
import pytest

from tests.snippets.harness import Client, Output, transcript

FRIEND = "https://shelf.example"
STRANGERS = [
    "https://evil.example",
    "http://shelf.example",
    "https://shelf.example:8443",
    "https://sub.shelf.example",
    "https://shelf.example.evil.example",
    "https://notshelf.example",
    "null",
]

pytestmark = pytest.mark.traceback_expected


def names(answer: httpx2.Response, header: str) -> set[str]:
    """Return the values of a header that is a list, in lower case."""
    return {part.strip().lower() for part in answer.headers.get(header, "").split(",")} - {""}


def preflight(
    client: Client, origin: str, method: str = "PUT", headers: str = "content-type"
) -> httpx2.Response:
    """Ask what a browser asks before it sends a request that a form could not send."""
    asked = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers}
    return client.options("/books/1", headers={"Origin": origin, **asked})


def may_read(answer: httpx2.Response, origin: str) -> bool:
    """Tell whether a browser would show an answer, asked for with cookies, to an origin."""
    allowed = answer.headers.get("access-control-allow-origin")
    return allowed == origin and answer.headers.get("access-control-allow-credentials") == "true"


def test_the_friend_may_ask_with_its_method_and_headers(client: Client, output: Output) -> None:
    answer = preflight(client, FRIEND, headers="content-type,x-csrftoken")
    assert answer.status_code in {200, 204}
    assert may_read(answer, FRIEND)
    assert "put" in names(answer, "access-control-allow-methods")
    assert {"content-type", "x-csrftoken"} <= names(answer, "access-control-allow-headers")
    assert answer.headers["access-control-max-age"] == "600"
    lists = ("access-control-allow-methods", "access-control-allow-headers")
    lines = [transcript(answer, "access-control-allow-origin", "access-control-allow-credentials")]
    lines += [f"{name}: {', '.join(sorted(names(answer, name)))}" for name in lists]
    output("preflight", "\n".join([*lines, "access-control-max-age: 600"]))


@pytest.mark.parametrize("origin", STRANGERS)
def test_a_stranger_may_not_ask(client: Client, origin: str) -> None:
    answer = preflight(client, origin)
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("origin", STRANGERS)
def test_a_stranger_may_not_read(client: Client, origin: str) -> None:
    answer = client.get("/books", headers={"Origin": origin})
    assert "access-control-allow-origin" not in answer.headers


def test_what_is_not_on_the_list_is_not_allowed(client: Client) -> None:
    method = preflight(client, FRIEND, method="DELETE")
    assert method.status_code >= 400 or "delete" not in names(
        method, "access-control-allow-methods"
    )
    header = preflight(client, FRIEND, headers="x-secret")
    assert header.status_code >= 400 or "x-secret" not in names(
        header, "access-control-allow-headers"
    )


def test_the_friend_may_read_the_answer_and_the_header_that_is_exposed(client: Client) -> None:
    answer = client.get("/books", headers={"Origin": FRIEND})
    assert answer.json() == ["Emma", "Kindred"]
    assert may_read(answer, FRIEND)
    assert "x-total" in names(answer, "access-control-expose-headers")
    assert answer.headers["x-total"] == "2"


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/broken", 500)])
def test_the_friend_may_read_errors_too(client: Client, path: str, status: int) -> None:
    answer = client.get(path, headers={"Origin": FRIEND})
    assert answer.status_code == status
    assert may_read(answer, FRIEND)


@pytest.mark.parametrize("origin", [FRIEND, STRANGERS[0]])
def test_a_cache_is_told_that_the_answer_depends_on_the_origin(client: Client, origin: str) -> None:
    assert "origin" in names(client.get("/books", headers={"Origin": origin}), "vary")


def test_the_star_is_never_sent(client: Client) -> None:
    for headers in ({}, {"Origin": FRIEND}, {"Origin": STRANGERS[0]}):
        answer = client.get("/books", headers=headers)
        assert answer.status_code == 200
        assert answer.headers.get("access-control-allow-origin") != "*"
