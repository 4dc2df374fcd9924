"""Contract of `request_context`: a request's value is its own, before and after a pause."""

import httpx2
import pytest

from tests.snippets.harness import Client, at_once, eventually, payload


def notes(reader: str, book: str) -> dict[str, str]:
    return dict.fromkeys(("before", "after", "elsewhere"), f"{reader} reads {book}")


def test_the_value_is_known_wherever_it_is_asked_for(client: Client) -> None:
    answer = client.get("/books/Emma", headers={"X-Reader": "Ada"})
    assert payload(answer, 200) == notes("Ada", "Emma")


def test_without_a_value_there_is_the_default(client: Client) -> None:
    assert payload(client.get("/books/Emma"), 200) == notes("nobody", "Emma")


def test_fifty_requests_at_once_keep_their_own_values(client: Client) -> None:
    def read(number: int) -> object:
        # Every other one brings no value, and must not find its neighbour's.
        headers = {"X-Reader": f"reader-{number}"} if number % 2 else {}
        return payload(client.get(f"/books/{number}", headers=headers), 200)

    expected = [notes(f"reader-{n}" if n % 2 else "nobody", f"{n}") for n in range(50)]
    assert at_once(50, read) == expected


def test_the_next_request_of_a_connection_starts_anew(client: Client) -> None:
    with httpx2.Client(base_url=client.url, trust_env=False) as connection:
        for _ in range(5):
            known = connection.get("/books/Emma", headers={"X-Reader": "Ada"})
            assert payload(known, 200) == notes("Ada", "Emma")
            assert payload(connection.get("/books/Emma"), 200) == notes("nobody", "Emma")


@pytest.mark.traceback_expected
def test_a_request_that_fails_leaves_nothing_behind(client: Client) -> None:
    for _ in range(8):
        answer = client.get("/broken", headers={"X-Reader": "Mallory"})
        assert answer.status_code == 500
    # The value was there when the failure was logged.
    assert eventually(lambda: "Mallory reads nothing" in client.server.text())
    for _ in range(8):
        assert payload(client.get("/books/Emma"), 200) == notes("nobody", "Emma")
