"""Contract of `middleware`: a request id and a timing on every answer, errors included."""

import re
import time

import httpx2
import pytest

from tests.snippets.harness import Client, at_once, payload

pytestmark = pytest.mark.traceback_expected

ANSWERS = [("/", 200), ("/missing", 404), ("/broken", 500)]


def request_id(answer: httpx2.Response) -> str:
    """Return the request id, which every answer carries exactly once."""
    (value,) = answer.headers.get_list("x-request-id")
    return str(value)


def test_the_reader_is_greeted(client: Client) -> None:
    assert payload(client.get("/"), 200) == {"hello": "reader"}


@pytest.mark.parametrize(("path", "status"), ANSWERS)
def test_every_answer_carries_a_fresh_request_id(client: Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert re.fullmatch("[0-9a-f]{32}", request_id(answer))


@pytest.mark.parametrize(("path", "status"), ANSWERS)
def test_every_answer_carries_its_duration(client: Client, path: str, status: int) -> None:
    start = time.perf_counter()
    answer = client.get(path)
    elapsed = (time.perf_counter() - start) * 1000
    assert answer.status_code == status
    (timing,) = answer.headers.get_list("server-timing")
    match = re.fullmatch(r"app;dur=([0-9]+(?:\.[0-9]+)?)", timing)
    assert match, timing
    assert 0 < float(match[1]) <= elapsed


@pytest.mark.parametrize(("path", "status"), ANSWERS)
@pytest.mark.parametrize("sent", ["a", "Order-66", "f" * 64, "-"], ids=len)
def test_a_well_formed_id_is_kept(client: Client, path: str, status: int, sent: str) -> None:
    answer = client.get(path, headers={"x-request-id": sent})
    assert answer.status_code == status
    assert request_id(answer) == sent


@pytest.mark.parametrize(("path", "status"), ANSWERS)
@pytest.mark.parametrize(
    "sent",
    [b"", b"f" * 65, b"two words", b"semi;colon", b"under_score", b"a.b", b"\xc3\xa9t\xc3\xa9"],
)
def test_any_other_id_is_replaced(client: Client, path: str, status: int, sent: bytes) -> None:
    answer = client.get(path, headers={b"x-request-id": sent})
    assert answer.status_code == status
    assert re.fullmatch("[0-9a-f]{32}", request_id(answer))


def test_two_requests_get_different_ids(client: Client) -> None:
    answers = [client.get(path) for path, _ in ANSWERS * 2]
    assert len({request_id(answer) for answer in answers}) == len(answers)


def test_parallel_requests_keep_their_own_ids(client: Client) -> None:
    def ask(number: int) -> str:
        return request_id(client.get("/", headers={"x-request-id": f"reader-{number}"}))

    assert at_once(20, ask) == [f"reader-{number}" for number in range(20)]


def test_a_crash_tells_nothing(client: Client) -> None:
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text


def test_the_server_goes_on_answering_after_crashes(client: Client) -> None:
    for _ in range(8):
        assert client.get("/broken").status_code == 500
    assert client.get("/").status_code == 200
