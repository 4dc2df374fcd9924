"""Contract of `dependency_injection`: a catalogue of its own for each request that asks for one."""

import re
import socket
from typing import Any

import httpx2
import pytest

from tests.snippets.harness import Client, Stage, at_once, eventually, payload

BOOKS = {1: "Emma", 2: "Middlemarch", 3: "Villette"}


class Log:
    """What a server writes about its catalogues after this was made."""

    def __init__(self, client: Client) -> None:
        self.client = client
        # Of the requests before this one some may still be about to close.
        assert eventually(lambda: len(self.opened(0)) == len(self.closed(0)))
        self.start = len(client.server.text())

    def opened(self, start: int | None = None) -> list[str]:
        """Return the catalogues that were opened, in that order."""
        text = self.client.server.text()[self.start if start is None else start :]
        return re.findall(r"catalogue ([0-9a-f]{32}) opened", text)

    def closed(self, start: int | None = None) -> list[tuple[str, int]]:
        """Return the catalogues that were closed, with the number of their questions."""
        text = self.client.server.text()[self.start if start is None else start :]
        found = re.findall(r"catalogue ([0-9a-f]{32}) closed, asked (\d+) times", text)
        return [(name, int(times)) for name, times in found]

    def show(self, expected: list[tuple[str, int]]) -> bool:
        """Return true once these, and no others, were opened and closed once each."""
        names = sorted(name for name, _ in expected)

        def settled() -> bool:
            return sorted(self.closed()) == sorted(expected) and sorted(self.opened()) == names

        return eventually(settled, seconds=5)


def book(answer: httpx2.Response, number: int) -> dict[str, Any]:
    """Return a book, if its catalogue was asked for this book's author and title alone."""
    found = payload(answer, 200)
    assert isinstance(found, dict)
    assert found["title"] == BOOKS[number]
    assert found["questions"] == [f"author of {number}", f"title of {number}"]
    return found


def test_a_request_shares_one_catalogue_which_is_closed_after_it(client: Client) -> None:
    log = Log(client)
    found = book(client.get("/books/1"), 1)
    # The author was asked for elsewhere than the title, by the same catalogue.
    assert log.show([(found["catalogue"], 2)])


def test_requests_at_the_same_time_share_nothing(client: Client) -> None:
    log = Log(client)
    numbers = [1 + n % 3 for n in range(12)]
    found = at_once(12, lambda n: book(client.get(f"/books/{numbers[n]}"), numbers[n]))
    names = {one["catalogue"] for one in found}
    assert len(names) == 12
    assert log.show([(name, 2) for name in names])


def test_requests_after_each_other_share_nothing_either(client: Client) -> None:
    log = Log(client)
    with httpx2.Client(base_url=client.url, trust_env=False) as connection:
        names = {book(connection.get("/books/2"), 2)["catalogue"] for _ in range(5)}
    assert len(names) == 5
    assert log.show([(name, 2) for name in names])


def test_an_unknown_book_is_refused_and_its_catalogue_closed(client: Client) -> None:
    log = Log(client)
    assert client.get("/books/9").status_code == 404
    assert eventually(lambda: [times for _, times in log.closed()] == [1])
    assert log.show([(name, 1) for name in log.opened()])


def test_a_request_that_needs_no_catalogue_opens_none(client: Client) -> None:
    log = Log(client)
    for path in ("/", "/missing"):
        client.get(path)
    found = book(client.get("/books/3"), 3)
    assert log.show([(found["catalogue"], 2)])


def test_a_reader_who_leaves_has_the_catalogue_closed(client: Client) -> None:
    log = Log(client)
    left: list[int] = []
    for number in BOOKS:
        left.append(number)
        with socket.create_connection(("127.0.0.1", client.server.port), timeout=10) as reader:
            reader.sendall(f"GET /books/{number} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            assert eventually(lambda: len(log.opened()) == len(left))
    assert eventually(lambda: len(log.closed()) == 3)
    assert sorted(name for name, _ in log.closed()) == sorted(log.opened())


@pytest.mark.traceback_expected
def test_a_handler_that_fails_has_the_catalogue_closed(client: Client) -> None:
    log = Log(client)
    for _ in range(8):
        assert client.get("/broken").status_code == 500
    assert eventually(lambda: len(log.closed()) == 8)
    assert log.show([(name, 1) for name in log.opened()])
    found = book(client.get("/books/1"), 1)
    assert found["catalogue"] in log.opened()


def test_the_snippets_own_tests_put_another_catalogue_in_its_place(stage: Stage) -> None:
    tests = stage.run("tests")
    text = tests.out + tests.err
    assert tests.status == 0, text
    assert re.search(r"\b2 passed in |^Ran [12] tests? in ", text, re.MULTILINE), text
