"""Contract of `background_task`: what goes on after the answer, and what a stop does to it."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.snippets.harness import (
    TRACEBACK,
    Client,
    Output,
    Stage,
    at_once,
    eventually,
    payload,
)
from tests.snippets.services import Plan, Upstream


@pytest.fixture
def services(upstream: Upstream) -> Iterator[Upstream]:
    """The services that a task calls, in good health and at rest."""
    upstream.plans = {}
    assert eventually(lambda: upstream.now == 0)
    upstream.requests = []
    yield upstream
    upstream.plans = {}


def hold(services: Upstream) -> None:
    """Let a task wait for its first service until `release`."""
    services.plans["subscribers"] = Plan(b"[]", delay=60)


def release(services: Upstream) -> None:
    services.plans.clear()


def review(client: Client, book: int) -> None:
    assert payload(client.post(f"/books/{book}/reviews"), 202) == {"book": book}


def announced(services: Upstream) -> list[str]:
    """Return the books whose tasks have come to their end, in order."""
    marker = "/announcements/"
    return [path.removeprefix(marker) for path in services.requests if path.startswith(marker)]


def test_the_answer_comes_before_the_end_of_the_task(client: Client, services: Upstream) -> None:
    hold(services)
    review(client, 7)
    assert eventually(lambda: services.requests == ["/subscribers/7"])
    assert announced(services) == []
    release(services)
    assert eventually(lambda: announced(services) == ["7"])


def test_waiting_tasks_do_not_keep_readers_waiting(client: Client, services: Upstream) -> None:
    hold(services)
    start = time.perf_counter()
    for book in range(10):
        review(client, book)
    assert time.perf_counter() - start < 5
    assert announced(services) == []
    release(services)
    assert eventually(lambda: sorted(announced(services)) == [str(n) for n in range(10)])


def test_each_task_runs_once(client: Client, services: Upstream) -> None:
    at_once(20, lambda number: review(client, 100 + number))
    expected = [str(100 + number) for number in range(20)]
    assert eventually(lambda: sorted(announced(services)) == expected)
    assert len(services.requests) == 40


@pytest.mark.traceback_expected
@pytest.mark.parametrize("plan", [Plan(status=500), Plan(b"<h1>")], ids=["refused", "rubbish"])
def test_an_error_is_logged_and_harms_nobody(
    client: Client, services: Upstream, plan: Plan
) -> None:
    before = len(client.server.text())
    services.plans["subscribers"] = plan
    review(client, 815)

    def logged() -> bool:
        log = client.server.text()[before:]
        return "book 815" in log and TRACEBACK.search(log) is not None

    assert eventually(logged)
    release(services)
    review(client, 9)
    assert eventually(lambda: announced(services) == ["9"])


def test_a_stop_waits_for_a_task_that_has_begun(empty_stage: Stage, services: Upstream) -> None:
    with empty_stage.start() as server, Client(empty_stage, server) as client:
        hold(services)
        review(client, 7)
        assert eventually(lambda: services.requests == ["/subscribers/7"])
        os.kill(server.pid, signal.SIGTERM)
        # A server that does not wait is gone, or has given up the call, well within this time.
        assert not eventually(lambda: not server.pids() or services.now == 0, 1)
        release(services)
        assert eventually(lambda: announced(services) == ["7"])


def test_a_kill_loses_the_task_for_good(
    empty_stage: Stage, services: Upstream, output: Output
) -> None:
    story = []
    with empty_stage.start() as server, Client(empty_stage, server) as client:
        hold(services)
        review(client, 7)
        story.append("202 for a review of book 7")
        assert eventually(lambda: services.requests == ["/subscribers/7"])
        for pid in server.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: not server.pids())
        story.append("SIGKILL while the task asks for the subscribers of book 7")
    release(services)
    with empty_stage.start() as server, Client(empty_stage, server) as client:
        review(client, 8)
        story.append("a new start, and 202 for a review of book 8")
        assert eventually(lambda: announced(services) == ["8"])
    assert services.requests == ["/subscribers/7", "/subscribers/8", "/announcements/8"]
    story.append(f"announced: book {', '.join(announced(services))}")
    output("lost", "\n".join(story))
