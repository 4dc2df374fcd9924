"""Contract of `lifespan`: what a worker opens before its first request and closes after its last.

One server is watched from its start to its end, and the tests ask what was seen: no request is sent
before every worker has opened its catalogue, and SIGTERM comes while a report is on its way.
"""

import os
import re
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest

from fieldguide import serving
from tests.snippets.harness import TRACEBACK, Output, Program, Stage, eventually, payload

OPEN, CLOSED = "the catalogue is open", "the catalogue is closed"
BEGUN, DONE = "a report is begun", "the report is done"


@dataclass
class Life:
    """What was seen of a server from its start to its end."""

    workers: int
    """How many its command asks for."""
    before: list[tuple[int, str]] = field(default_factory=list)
    """What its workers had noted before anybody asked them for anything."""
    books: list[dict[str, Any]] = field(default_factory=list)
    report: httpx2.Response | None = None
    """The answer that was on its way at SIGTERM, if it arrived."""
    refused: bool = False
    """Whether new connections were refused in the end."""
    status: int | None = None
    """With what the first process ended, or None if it had to be killed."""
    orphans: list[int] = field(default_factory=list)
    log: str = ""

    @property
    def notes(self) -> list[tuple[int, str]]:
        """What each worker noted, in that order, with its process."""
        return notes(self.log)

    @property
    def opening(self) -> set[int]:
        """The processes that had opened something before anybody asked."""
        return {worker for worker, _ in self.before}

    @property
    def answering(self) -> set[int]:
        """The processes that answered."""
        return {book["worker"] for book in self.books}

    def of(self, worker: int) -> list[str]:
        """Return what one worker noted."""
        return [note for process, note in self.notes if process == worker]


def notes(log: str) -> list[tuple[int, str]]:
    found = re.findall(r"worker (\d+): (the catalogue is \w+|\w+ report is \w+)", log)
    return [(int(process), note) for process, note in found]


def answers(url: str) -> bool:
    try:
        return httpx2.get(url, timeout=5, trust_env=False).status_code == 200
    except httpx2.TransportError:
        return False


@pytest.fixture(scope="module")
def life(stage: Stage) -> Iterator[Life]:
    """A server's whole life."""
    with serving.reserved_port() as port:
        command = serving.command(stage.framework, stage.topic, port, stage.snippets)
        workers = re.search(r"--workers[ =](\d+)", " ".join(command.argv))
        life = Life(workers=int(workers[1]) if workers else 1)
        log = stage.log_file()
        with log.open("wb") as file:
            process = subprocess.Popen(
                command.argv,
                cwd=command.cwd,
                env={**stage.environment, **command.env},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        program = Program(process, log)
        try:
            watch(program, f"http://{serving.HOST}:{port}", life)
        finally:
            serving.end(process, grace=1)
        life.log = program.text()
        yield life


def watch(program: Program, url: str, life: Life) -> None:
    """Start with nothing but the process, and end when it has ended."""

    def opened() -> bool:
        found = [note for _, note in notes(program.text())]
        return found.count(OPEN) >= life.workers or program.process.poll() is not None

    eventually(opened, seconds=20)
    life.before = notes(program.text())
    # An open catalogue does not mean yet that the server listens.
    assert eventually(lambda: answers(url), seconds=20), program.text()
    # Each request on a connection of its own, so that every worker has its turn.
    new = httpx2.Limits(max_keepalive_connections=0)
    with (
        ThreadPoolExecutor(8) as pool,
        httpx2.Client(timeout=30, trust_env=False, limits=new) as client,
    ):
        # Sanic's first process never ends if it is told to before it has heard from all workers,
        # and what it hears shows nowhere: they answer for a second, which is ten times its beat.
        heard = time.monotonic() + 1

        def all_have_answered() -> bool:
            answers = [pool.submit(client.get, url) for _ in range(16)]
            life.books += [payload(answer.result(), 200) for answer in answers]
            return time.monotonic() > heard and len(life.answering) >= life.workers

        eventually(all_have_answered, seconds=10)
        report = pool.submit(client.get, f"{url}/report")
        assert eventually(lambda: BEGUN in program.text()), program.text()
        os.kill(program.pid, signal.SIGTERM)
        with suppress(httpx2.TransportError):
            life.report = report.result()
    try:
        life.status = program.process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        return
    eventually(lambda: not serving.living(program.pid), seconds=5)
    life.orphans = serving.living(program.pid)
    life.refused = not answers(url)


def test_every_worker_opens_one_before_anybody_asks(life: Life) -> None:
    assert [note for _, note in life.before] == [OPEN] * life.workers
    assert len(life.opening) == life.workers


def test_no_worker_opens_another_one_later(life: Life) -> None:
    opened = Counter(worker for worker, note in life.notes if note == OPEN)
    assert set(opened.values()) == {1}
    assert len(opened) == life.workers


def test_a_request_is_answered_from_what_its_worker_has_opened(life: Life) -> None:
    assert {book["title"] for book in life.books} == {"Emma"}
    assert life.answering == life.opening


def test_a_request_on_its_way_at_sigterm_is_finished(life: Life) -> None:
    assert life.report, "the connection was closed instead"
    assert payload(life.report, 200)["title"] == "Middlemarch"


def test_the_catalogue_is_closed_after_the_last_request(life: Life, output: Output) -> None:
    assert life.report
    worker = payload(life.report, 200)["worker"]
    assert life.of(worker) == [OPEN, BEGUN, DONE, CLOSED]
    output("notes", "\n".join(f"worker 4711: {note}" for note in life.of(worker)))


def test_every_worker_closes_its_own_once(life: Life) -> None:
    closed = Counter(worker for worker, note in life.notes if note == CLOSED)
    assert closed == Counter(life.opening)


def test_the_server_ends_by_itself_and_leaves_nothing_behind(life: Life) -> None:
    assert life.status in {0, -signal.SIGTERM}
    assert life.orphans == []
    assert life.refused
    assert not TRACEBACK.search(life.log), life.log
