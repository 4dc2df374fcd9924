"""Contract of `streaming`: 100,000 rows in little memory, for as long as somebody reads them."""

import csv
import functools
import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import httpx2
import pytest

from fieldguide.serving import Server, peak_memory
from tests.snippets.harness import Client, Output, Stage, eventually, payload

MIB = 1024 * 1024
TITLES = {
    "Middlemarch",
    'The "Summer" Book',
    "Eats, Shoots\nand Leaves",
    "源氏物語",
    "'=1+1",
    "'+1",
    "'-1",
    "'@home",
    "'\tTabs",
}


def open_streams(client: Client) -> int:
    """Return how many downloads the server is working on."""
    number = payload(client.get("/streams"), 200)["open"]
    assert isinstance(number, int)
    return number


@contextmanager
def begun(client: Client) -> Iterator[None]:
    """Begin a download, take its first bytes, and leave at the end of the block."""
    with client.visitor() as visitor, visitor.stream("GET", "/books.csv") as answer:
        assert answer.status_code == 200
        pieces = answer.iter_raw()  # It closes the answer when it is dropped.
        assert next(pieces)
        yield


@dataclass
class Download:
    """A complete download, and by how much it raised the peak memory of the server."""

    answer: httpx2.Response
    raised: int

    @functools.cached_property
    def rows(self) -> list[list[str]]:
        text = self.answer.content.decode("utf-8")
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.fixture(scope="module")
def download(stage: Stage, server: Server) -> Download:
    """The one complete download that most tests look at."""
    with Client(stage, server) as client:
        with begun(client):
            pass  # What the first request of a process imports and allocates is not the download's.
        assert eventually(lambda: open_streams(client) == 0)
        before = peak_memory(server)
        answer = client.get("/books.csv")
        return Download(answer, peak_memory(server) - before)


def test_a_download_raises_the_memory_by_little(download: Download) -> None:
    assert len(download.answer.content) > 24 * MIB
    assert download.raised < 16 * MIB


def test_all_rows_arrive_in_order(download: Download) -> None:
    assert download.answer.status_code == 200
    header, *books = download.rows
    assert header == ["id", "title", "note"]
    assert [book[0] for book in books] == [str(number) for number in range(1, 100_001)]
    assert {len(book) for book in books} == {3}
    assert {book[1] for book in books} == TITLES


def test_no_field_is_a_formula(download: Download) -> None:
    values = (value for row in download.rows for value in row)
    assert not any(value.startswith(tuple("=+-@\t\r")) for value in values)


def test_it_is_a_download_whose_length_nobody_knows(download: Download, output: Output) -> None:
    headers = download.answer.headers
    assert headers["content-type"].lower() == "text/csv; charset=utf-8"
    kind, _, name = headers["content-disposition"].partition(";")
    assert kind == "attachment"
    assert name.strip() in {"filename=books.csv", 'filename="books.csv"'}
    assert "content-length" not in headers
    assert headers["transfer-encoding"] == "chunked"
    shown = [f"{name}: {headers[name]}" for name in ("content-type", "content-disposition")]
    beginning = download.answer.text.split("\r\n10,")[0].replace("\r\n", "\n")
    note = r"(It takes its time, and is worth it\. ){2,}"
    output("beginning", "\n".join([*shown, "", beginning]), (note, "It takes its time, …"))


def test_the_first_rows_arrive_before_the_last_is_made(client: Client) -> None:
    assert eventually(lambda: open_streams(client) == 0)
    before = peak_memory(client.server)
    with begun(client):
        assert open_streams(client) == 1
        # Nobody reads on, so nothing more is made: neither does it end, nor does it pile up.
        assert not eventually(lambda: open_streams(client) == 0, seconds=0.7)
        assert peak_memory(client.server) - before < 16 * MIB


@pytest.mark.parametrize("times", [1, 3])
def test_a_reader_who_leaves_stops_the_work(client: Client, times: int) -> None:
    assert eventually(lambda: open_streams(client) == 0)
    with ExitStack() as stack:
        for _ in range(times):
            stack.enter_context(begun(client))
        assert open_streams(client) == times
    assert eventually(lambda: open_streams(client) == 0)


def test_a_reader_who_paused_gets_the_rest_although_others_left(
    client: Client, download: Download
) -> None:
    with client.visitor() as visitor, visitor.stream("GET", "/books.csv") as answer:
        pieces = answer.iter_raw()
        size = len(next(pieces))
        with begun(client), begun(client):
            assert open_streams(client) == 3
        assert eventually(lambda: open_streams(client) == 1)
        assert size + sum(len(piece) for piece in pieces) == len(download.answer.content)
    assert eventually(lambda: open_streams(client) == 0)


def test_others_are_answered_meanwhile(client: Client) -> None:
    with begun(client), begun(client):
        for _ in range(5):
            assert open_streams(client) == 2
