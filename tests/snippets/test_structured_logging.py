"""Contract of `structured_logging`: one JSON line for each request, safe to read and to keep."""

import json
import re
import socket
from typing import Any
from urllib.parse import quote, unquote

import httpx2
import pytest

from fieldguide import serving
from tests.snippets.harness import (
    NO_TLS,
    Client,
    Output,
    Stage,
    at_once,
    detail,
    eventually,
    payload,
)

pytestmark = pytest.mark.traceback_expected

Line = dict[str, Any]

FORGED = 'eve"}\r\n{"request_id": "forged", "status": 200, "message": "request"}\n\u2028\u0085x'
"""Text that would become a line of its own in a log that writes what it is given."""


def lines_of(server: serving.Server) -> list[Line]:
    """Read everything that a server has written; each whole line has to be a JSON object."""
    whole, _, _unfinished = server.text().rpartition("\n")
    lines = [json.loads(line) for line in whole.split("\n") if line]
    assert all(isinstance(line, dict) for line in lines)
    return lines


def lines_about(client: Client, request_id: str) -> list[Line]:
    """Wait for a request's own line, then return all lines that carry its id."""

    def found() -> list[Line]:
        return [line for line in lines_of(client.server) if line.get("request_id") == request_id]

    assert eventually(lambda: any("status" in line for line in found())), client.server.text()
    # What a server writes after the answer is written before it begins with another request.
    client.get("/after")
    return found()


def own_line(client: Client, answer: httpx2.Response) -> Line:
    """Return the one line that is about a request and no other."""
    lines = lines_about(client, request_id(answer))
    (line,) = [line for line in lines if "status" in line]
    return line


def request_id(answer: httpx2.Response) -> str:
    """Return the id of a request, which its answer carries exactly once."""
    (value,) = answer.headers.get_list("x-request-id")
    return str(value)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/books/Emma", 200),
        ("HEAD", "/missing", 404),
        ("GET", "/missing", 404),
        ("DELETE", "/books/Emma", 405),
        ("POST", "/login", 401),
        ("GET", "/broken", 500),
    ],
)
def test_each_request_has_exactly_one_line(
    client: Client, method: str, path: str, status: int
) -> None:
    data = {"reader": "Ada"} if method == "POST" else None
    answer = client.request(method, path, data=data)
    assert answer.status_code == status
    line = own_line(client, answer)
    assert (line["method"], line["path"], line["status"]) == (method, path, status)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00", line["timestamp"])
    assert line["level"] == "INFO"


def test_the_line_holds_the_duration_in_milliseconds(client: Client) -> None:
    answer = client.get("/books/Emma")
    milliseconds = answer.elapsed.total_seconds() * 1000
    duration = own_line(client, answer)["duration_ms"]
    assert isinstance(duration, float)
    assert 19 <= duration <= milliseconds + 1


def test_what_the_handler_logs_has_the_same_id(client: Client) -> None:
    answer = client.get("/books/Emma")
    assert payload(answer, 200) == {"title": "Emma"}
    handler, own = lines_about(client, request_id(answer))
    assert (handler["message"], handler["title"], handler["level"]) == ("book read", "Emma", "INFO")
    assert own["status"] == 200


def test_parallel_requests_keep_their_ids(client: Client) -> None:
    titles = [f"Volume {number}" for number in range(20)]
    answers = at_once(20, lambda number: client.get(f"/books/{quote(titles[number])}"))
    assert len({request_id(answer) for answer in answers}) == 20
    for title, answer in zip(titles, answers, strict=True):
        handler, own = lines_about(client, request_id(answer))
        assert (handler["title"], unquote(own["path"])) == (title, f"/books/{title}")


def test_requests_on_one_connection_keep_their_ids(client: Client) -> None:
    with httpx2.Client(base_url=client.url, trust_env=False, verify=NO_TLS) as connection:
        # A server may close a connection after a crash, so that comes last.
        paths = ["/books/Emma", "/missing", "/books/Persuasion", "/books/Emma", "/broken"]
        answers = [connection.get(path) for path in paths]
    assert len({request_id(answer) for answer in answers}) == len(paths)
    for path, answer in zip(paths, answers, strict=True):
        line = own_line(client, answer)
        assert (line["path"], line["status"]) == (path, answer.status_code)


def test_a_well_formed_id_of_the_caller_is_kept(client: Client) -> None:
    answer = client.get("/books/Emma", headers={"x-request-id": "proxy-42"})
    assert request_id(answer) == "proxy-42"
    assert own_line(client, answer)["path"] == "/books/Emma"


@pytest.mark.parametrize(
    "sent", [b'a","status":"200', b"a\\nb", b"two words", b"a\tb", b"f" * 65, b"\xe2\x80\xa8"]
)
def test_any_other_id_is_replaced(client: Client, sent: bytes) -> None:
    answer = client.get("/missing", headers={b"x-request-id": sent})
    assert re.fullmatch("[0-9a-f]{32}", request_id(answer))
    assert own_line(client, answer)["path"] == "/missing"


def test_a_failure_has_its_exception_in_one_line(client: Client) -> None:
    answer = client.get("/broken")
    assert answer.status_code == 500
    lines = lines_about(client, request_id(answer))
    (failure,) = [line for line in lines if "Traceback" in json.dumps(line)]
    assert failure["level"] == "ERROR"
    trace = failure["exception"].splitlines()
    assert trace[0] == "Traceback (most recent call last):"
    assert any('raise RuntimeError("This' in line for line in trace)
    assert re.fullmatch(r"RuntimeError: This \w+ always fails\.", trace[-1])


def test_a_request_that_is_no_failure_has_no_traceback(client: Client) -> None:
    for path in ("/books/Emma", "/missing"):
        lines = lines_about(client, request_id(client.get(path)))
        assert "Traceback" not in json.dumps(lines)
        assert not any("exception" in line for line in lines)


def test_a_hostile_path_forges_no_line(client: Client) -> None:
    path = f"/books/{quote(FORGED, safe='')}"
    answer = client.get(path)
    assert payload(answer, 200) == {"title": FORGED}
    handler, own = lines_about(client, request_id(answer))
    assert handler["title"] == FORGED
    assert unquote(own["path"]) == unquote(path)
    assert "forged" not in {line.get("request_id") for line in lines_of(client.server)}


def test_a_hostile_field_forges_no_line(client: Client) -> None:
    answer = client.post("/login", data={"reader": FORGED, "password": "x"})
    assert detail(answer, 401)
    handler, own = lines_about(client, request_id(answer))
    assert (handler["reader"], handler["level"]) == (FORGED, "WARNING")
    assert own["status"] == 401
    assert "forged" not in {line.get("request_id") for line in lines_of(client.server)}


@pytest.mark.parametrize("path", ["/books/%ff%fe", "/books/%F0%9F%93%96", '/"{}\\', "//x/%2e%2e"])
def test_a_strange_path_is_still_one_line(client: Client, path: str) -> None:
    answer = client.get(path)
    assert own_line(client, answer)["status"] == answer.status_code


@pytest.mark.parametrize("path", ["/books/Emma", "/missing", "/login", "/broken"])
def test_no_secret_is_in_any_line(client: Client, path: str) -> None:
    secrets = {name: f"hush-{name}-{path.strip('/')}" for name in ("bearer", "query", "word")}
    answer = client.request(
        "POST" if path == "/login" else "GET",
        path,
        params={"token": secrets["query"]},
        headers={
            "authorization": f"Bearer {secrets['bearer']}",
            "cookie": f"session={secrets['word']}",
            "referer": f"https://example.org/?token={secrets['query']}",
        },
        data={"reader": "Ada", "password": secrets["word"]} if path == "/login" else None,
    )
    assert own_line(client, answer)["path"] == path
    assert "hush" not in client.server.text()


def test_nonsense_in_place_of_a_request_leaves_json_only(client: Client) -> None:
    for nonsense in (
        b"GET / HTTP/1.1\r\nHost: x\r\nno header at all\r\n\r\n",
        b'{"request_id": "forged"}\r\n\r\n',
        b"\x16\x03\x01\x00\xa5\x01\r\n\r\n",
    ):
        with socket.create_connection((serving.HOST, client.server.port), timeout=5) as connection:
            connection.sendall(nonsense)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):
                pass
    answer = client.get("/books/Emma", headers={"host": 'evil"host'})
    assert answer.status_code in {200, 400}
    assert own_line(client, client.get("/books/Emma"))["status"] == 200
    assert "forged" not in {line.get("request_id") for line in lines_of(client.server)}


def test_the_server_writes_json_from_its_first_line_to_its_last(stage: Stage) -> None:
    with stage.start() as server:
        answer = httpx2.get(f"{server.url}/books/Emma", trust_env=False, verify=NO_TLS)
        assert answer.status_code == 200
        assert eventually(lambda: "/books/Emma" in [line.get("path") for line in lines_of(server)])
    assert server.text().endswith("\n")
    assert all("message" in line for line in lines_of(server))


def test_what_a_page_shows(client: Client, output: Output) -> None:
    shown = []
    for path, name in (("/books/Emma?token=secret", "reader-1"), ("/broken", "reader-2")):
        client.get(path, headers={"x-request-id": f"{name}-shown"})
        shown += [json.dumps(line) for line in lines_about(client, f"{name}-shown")]
    output(
        "lines",
        "\n\n".join(shown),
        (r"-shown", ""),
        (r'("duration_ms": )[0-9.]+', r"\g<1>21.34"),
        (r'("timestamp": ")[^"]+', r"\g<1>2026-11-21T09:30:00.000000+00:00"),
        (r'("exception": "Traceback [^:]+:\\n).*?(\\nRuntimeError: [^"]+?)(\\n)?"', r'\1  ...\2"'),
    )
