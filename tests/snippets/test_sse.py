"""Contract of `sse`: events come one by one, missed ones first, for as long as somebody listens."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import httpx2
import pytest

from fieldguide.serving import Server
from tests.snippets.harness import REFUSED, Client, Output, Stage, eventually, media_type, payload

HEARTBEAT = "0.4"
"""Seconds between two comments; what every snippet is told, so that nobody waits for long."""

NOTHING = {"nonsense": "yesterday", "too-big": "9" * 30 + "-0", "star": "*", "empty": ""}


@pytest.fixture(scope="module")
def server(stage: Stage) -> Iterator[Server]:
    """The server, with a heart that beats faster than usual."""
    with stage.start(HEARTBEAT=HEARTBEAT) as server:
        yield server


@pytest.fixture(scope="module")
def patient(stage: Stage) -> Iterator[Client]:
    """A visitor of a second server, where no comment comes to push out what waits in a buffer."""
    with stage.start(HEARTBEAT="60", grace=0.5) as server, Client(stage, server) as client:
        yield client


@dataclass(frozen=True)
class Event:
    """What a browser would hand to its listeners."""

    id: str
    name: str
    data: dict[str, str]


class Reader:
    """Reads an event stream as the HTML standard says, one block at a time."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.answer = answer
        self.pieces = answer.iter_text()
        self.buffer = ""
        self.retry = 0
        self.comments = 0

    def block(self) -> str:
        """Return the lines up to the next empty one."""
        while "\n\n" not in self.buffer:
            self.buffer += next(self.pieces).replace("\r\n", "\n")
        block, _, self.buffer = self.buffer.partition("\n\n")
        return block

    def take(self) -> Event | None:
        """Read one block; return its event, if it holds one."""
        fields = {"event": "message"}
        for line in self.block().split("\n"):
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if not name:
                self.comments += 1
            elif name == "data" and "data" in fields:
                fields["data"] += f"\n{value}"
            else:
                fields[name] = value
        self.retry = int(fields.get("retry", self.retry))
        if "data" not in fields:
            return None
        return Event(fields["id"], fields["event"], json.loads(fields["data"]))

    def event(self) -> Event:
        """Return the next event, if it comes before many comments have."""
        before = self.comments
        while (event := self.take()) is None:
            assert self.comments < before + 20, "the event did not come"
        return event


@contextmanager
def following(client: Client, last: str | None = None) -> Iterator[Reader]:
    """Open a stream, and leave it at the end of the block."""
    headers = {"Accept": "text/event-stream"}
    if last is not None:
        headers["Last-Event-ID"] = last
    with (
        client.visitor() as visitor,
        visitor.stream("GET", "/reviews/events", headers=headers, timeout=15) as answer,
    ):
        assert answer.status_code == 200
        yield Reader(answer)


def review(client: Client, text: str, book: str = "Emma") -> str:
    """Add a review; return the id of its event."""
    answer = client.post("/reviews", json={"book": book, "text": text})
    number = payload(answer, 201)["id"]
    assert isinstance(number, str)
    return number


def open_streams(client: Client) -> int:
    number = payload(client.get("/streams"), 200)["open"]
    assert isinstance(number, int)
    return number


def test_each_event_arrives_before_the_next_one_exists(patient: Client) -> None:
    with following(patient) as reader:
        for text in ("first", "second", "third"):
            number = review(patient, text)
            assert reader.event() == Event(number, "review", {"book": "Emma", "text": text})


def test_it_is_an_event_stream_that_nobody_keeps_or_holds_back(client: Client) -> None:
    with following(client) as reader:
        headers = reader.answer.headers
        assert media_type(reader.answer) == "text/event-stream"
        assert {"no-cache", "no-store"} & set(headers["cache-control"].replace(" ", "").split(","))
        assert headers["x-accel-buffering"] == "no"
        assert "content-length" not in headers
        assert "content-encoding" not in headers


def test_a_browser_is_told_at_once_when_to_come_back(client: Client) -> None:
    with following(client) as reader:
        assert reader.take() is None
        assert reader.retry == 3000
        assert reader.comments == 0


def test_a_new_reader_hears_only_what_is_new(client: Client) -> None:
    review(client, "old")
    with following(client) as reader:
        review(client, "new")
        assert reader.event().data["text"] == "new"


def test_who_comes_back_gets_what_was_missed_once_and_in_order(client: Client) -> None:
    with following(client) as reader:
        review(client, "seen")
        last = reader.event().id
    missed = [review(client, f"missed {number}") for number in range(5)]
    with following(client, last) as reader:
        assert [reader.event().id for _ in missed] == missed
        number = review(client, "new again")
        assert reader.event().id == number


@pytest.mark.parametrize("last", NOTHING.values(), ids=NOTHING.keys())
def test_an_id_that_is_none_of_ours_is_like_none(client: Client, last: str) -> None:
    review(client, "old")
    with following(client, last) as reader:
        review(client, "new")
        assert reader.event().data["text"] == "new"


@pytest.mark.parametrize(
    "text",
    [
        "a\n\nevent: fake\ndata: {}\n\n",
        "a\r\rid: 1\r\r",
        "\u2028 源氏物語 \u0085",
        "",
        "x" * 50_000,
    ],
    ids=["line-feeds", "carriage-returns", "separators", "empty", "long"],
)
def test_a_text_cannot_end_its_event(client: Client, text: str) -> None:
    with following(client) as reader:
        numbers = [review(client, text, book="Кысь"), review(client, "next")]
        first, second = reader.event(), reader.event()
        assert [first.id, second.id] == numbers
        assert first.data == {"book": "Кысь", "text": text}


def test_all_who_follow_hear_it_and_others_are_answered_meanwhile(client: Client) -> None:
    with ExitStack() as stack:
        readers = [stack.enter_context(following(client)) for _ in range(12)]
        number = review(client, "for all")
        assert [reader.event().id for reader in readers] == [number] * 12


def test_in_silence_comments_come(client: Client) -> None:
    with following(client) as reader:
        while reader.comments < 2:
            assert reader.take() is None
        number = review(client, "after the silence")
        assert reader.event().id == number


@pytest.mark.parametrize("times", [1, 4])
def test_the_server_stops_when_a_reader_leaves(client: Client, times: int) -> None:
    assert eventually(lambda: open_streams(client) == 0)
    with following(client) as staying:
        with ExitStack() as stack:
            for _ in range(times):
                stack.enter_context(following(client))
            assert eventually(lambda: open_streams(client) == times + 1)
        assert eventually(lambda: open_streams(client) == 1)
        number = review(client, "for who stayed")
        assert staying.event().id == number
    assert eventually(lambda: open_streams(client) == 0)


def test_a_reader_can_go_on_at_another_server(client: Client, patient: Client) -> None:
    with following(client) as reader:
        review(client, "here")
        last = reader.event().id
    missed = review(client, "missed")
    with following(patient, last) as reader:
        assert reader.event().id == missed
        number = review(client, "here again")
        assert reader.event().id == number


@pytest.mark.parametrize("body", [{"book": "Emma"}, {"book": 1, "text": "x"}, []])
def test_a_review_without_its_parts_is_refused(client: Client, body: object) -> None:
    assert client.post("/reviews", json=body).status_code in REFUSED


def test_what_is_no_json_is_refused(client: Client) -> None:
    headers = {"Content-Type": "application/json"}
    assert client.post("/reviews", content="{", headers=headers).status_code in REFUSED


def test_what_travels(client: Client, output: Output) -> None:
    last = review(client, "Seen.")
    review(client, "Twice as good\nthe second time.")
    with following(client, last) as reader:
        kind = reader.answer.headers["content-type"]
        blocks = [reader.block(), reader.block()]
    lines = ["GET /reviews/events", f"Last-Event-ID: {last}", "", "200 OK", f"Content-Type: {kind}"]
    text = "\n\n".join(["\n".join(lines), *blocks])
    numbers = iter(["1795253400000-0", "1795253460000-0"])
    for number, shown in zip([last, *blocks[1].split("id: ")[1].split()[:1]], numbers, strict=True):
        text = text.replace(number, shown)
    output("stream", text)
