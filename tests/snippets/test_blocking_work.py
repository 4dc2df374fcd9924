"""Contract of `blocking_work`: a long calculation, and readers who must not wait for it."""

import os
import signal
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest

from fieldguide.serving import Server
from tests.snippets.harness import Client, Output, Stage, at_once, detail, eventually, payload
from tests.snippets.harness import transcript as written

PREDICTION = "/books/7/prediction"
AT_ONCE = 3


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def predict(client: Client) -> float:
    """Return how long a prediction takes, once there is a place for one."""
    answers: list[httpx2.Response] = []

    def answered() -> bool:
        answers.append(client.get(PREDICTION))
        return answers[-1].status_code == 200

    assert eventually(answered)
    return answers[-1].elapsed.total_seconds()


def processor_time(server: Server) -> dict[int, float]:
    """Return how many seconds each of the server's processes has calculated."""
    ticks = os.sysconf("SC_CLK_TCK")
    found = {}
    for pid in server.pids():
        with suppress(OSError):
            text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
            user, system = text.rpartition(")")[2].split()[11:13]
            found[pid] = (int(user) + int(system)) / ticks
    return found


@pytest.fixture(scope="module")
def alone(stage: Stage, server: Server) -> float:
    """How long a prediction takes that nobody else disturbs, once its process has started."""
    with Client(stage, server) as client:
        return min(predict(client) for _ in range(2))


def calculators(client: Client) -> set[int]:
    """Return the processes that have calculated while two predictions were made."""
    before = processor_time(client.server)
    for answer in at_once(2, lambda _: client.get(PREDICTION)):
        payload(answer, 200)
    after = processor_time(client.server)
    spent = {pid: used - before.get(pid, 0) for pid, used in after.items()}
    return {pid for pid, used in spent.items() if used > sum(spent.values()) / 4}


def test_a_prediction_is_made(client: Client) -> None:
    first, second, third = at_once(
        3, lambda number: payload(client.get(f"/books/{7 + number // 2}/prediction"), 200)
    )
    assert first == second == {"book": 7, "stars": first["stars"]}
    assert 1 <= first["stars"] <= 5
    assert third["book"] == 8
    assert third["stars"] != first["stars"]


def test_others_are_answered_meanwhile(client: Client, alone: float) -> None:
    with ThreadPoolExecutor(2 * AT_ONCE) as readers:
        predictions = [readers.submit(client.get, PREDICTION) for _ in range(2 * AT_ONCE)]
        pings = []
        while not all(prediction.done() for prediction in predictions):
            pings.append(seconds(lambda: payload(client.get("/ping"), 200)))
    statuses = [prediction.result().status_code for prediction in predictions]
    assert statuses.count(200) >= AT_ONCE
    assert statistics.median(pings) < alone / 4


def test_two_predictions_have_a_process_each(client: Client) -> None:
    busy: set[int] = set()

    def are_two() -> bool:
        busy.clear()
        busy.update(calculators(client))
        return len(busy) == 2

    # On a busy machine one process may have done both before the other has started.
    assert eventually(are_two)
    assert client.server.pid not in busy


def test_too_many_are_refused_at_once(client: Client, alone: float, output: Output) -> None:
    answers = at_once(8, lambda _: client.get(PREDICTION))
    refused = [answer for answer in answers if answer.status_code != 200]
    assert AT_ONCE <= len(answers) - len(refused) < len(answers)
    for answer in refused:
        assert detail(answer, 503)
        assert int(answer.headers["retry-after"]) >= 1
    assert min(answer.elapsed.total_seconds() for answer in refused) < alone / 2
    output("refused", written(refused[0], "content-type", "retry-after"))


def test_readers_who_give_up_take_no_place_for_ever(client: Client) -> None:
    def give_up(number: int) -> None:
        with suppress(httpx2.TimeoutException):
            client.get(PREDICTION, timeout=0.05)

    at_once(AT_ONCE, give_up)
    assert eventually(lambda: client.get(PREDICTION).status_code == 200)


def test_a_killed_process_is_replaced(client: Client) -> None:
    predict(client)  # Those who gave up have had their predictions then.
    os.kill(calculators(client).pop(), signal.SIGKILL)
    statuses = set()

    def answered() -> bool:
        statuses.add(client.get(PREDICTION).status_code)
        return 200 in statuses

    assert eventually(answered)
    assert statuses <= {200, 503}


def test_no_process_is_left_after_a_stop(empty_stage: Stage) -> None:
    with empty_stage.start() as server, Client(empty_stage, server) as client:
        for answer in at_once(2, lambda _: client.get(PREDICTION)):
            payload(answer, 200)
        assert len(server.pids()) > 2
        os.kill(server.pid, signal.SIGTERM)
        assert eventually(lambda: not server.pids())
