"""Contract of `task_queue`: what was ordered is done, whichever process dies in between."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from fieldguide import serving
from tests.snippets.harness import (
    REFUSED,
    Client,
    Output,
    Program,
    Stage,
    at_once,
    detail,
    eventually,
    payload,
    transcript,
)

QUICK = {"TASK_STEP_SECONDS": "0", "TASK_RETRY_SECONDS": "0", "TASK_LOST_AFTER": "2"}


def settings(stage: Stage, **others: str) -> dict[str, str]:
    """Return what workers get to know beside the rest."""
    # SAQ 0.26 calls what redis-py 8 counts as deprecated, and no snippet can change that.
    warnings = f"{stage.environment['PYTHONWARNINGS']},ignore:Call to deprecated setex"
    return QUICK | {"PYTHONWARNINGS": warnings} | others


@pytest.fixture(scope="module")
def server(stage: Stage) -> Iterator[serving.Server]:
    """The server; tasks that it orders are given up for lost after two seconds."""
    with stage.start(TASK_RETRY_SECONDS="0", TASK_LOST_AFTER="2") as server:
        yield server


@pytest.fixture(scope="module")
def worker(stage: Stage) -> Iterator[Program]:
    """A worker beside the server, from the first test that asks for one to the end."""
    with stage.beside("worker", **settings(stage)) as program:
        yield program


def order(client: Client, *ratings: int) -> str:
    """Order a report; return its address."""
    answer = client.post("/reports", json={"ratings": ratings})
    assert payload(answer, 202)["state"] == "queued"
    return str(answer.headers["location"])


def report(client: Client, address: str) -> dict[str, Any]:
    """Return what is said of a report now."""
    body = payload(client.get(address), 200)
    assert isinstance(body, dict)
    return body


def reaches(client: Client, address: str, state: str) -> bool:
    return eventually(lambda: report(client, address)["state"] == state, 30)


# ------------------------------------------------------------------------------ without a worker


def test_an_order_is_taken_while_no_worker_runs(client: Client) -> None:
    answer = client.post("/reports", json={"ratings": [5, 3, 4]})
    body = payload(answer, 202)
    assert body == {"id": body["id"], "state": "queued", "attempts": 0, "result": None}
    assert answer.headers["location"] == f"/reports/{body['id']}"
    assert report(client, answer.headers["location"]) == body


def test_an_unknown_report_is_not_found(client: Client) -> None:
    assert client.get(f"/reports/{uuid4()}").status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"{}", b'{"ratings": 5}', b'{"ratings": [6]}', b'{"ratings": ["5"]}'],
    ids=bytes.decode,
)
def test_a_wrong_order_is_refused(client: Client, body: bytes) -> None:
    answer = client.post("/reports", content=body, headers={"content-type": "application/json"})
    payload(answer, *REFUSED)


# -------------------------------------------------------------------------------- a worker's death


def test_a_task_survives_the_death_of_its_worker(
    client: Client, stage: Stage, output: Output
) -> None:
    with stage.beside(
        "worker", **settings(stage, TASK_STEP_SECONDS="600", TASK_SWEEP_SECONDS="1")
    ) as program:
        begun = order(client, 2, 5)
        assert reaches(client, begun, "running"), program.text()
        # The state may be there before the attempt is counted.
        assert eventually(lambda: report(client, begun)["attempts"] == 1), program.text()
        program.kill()
    waiting = order(client, 1)
    assert report(client, begun)["state"] in {"queued", "running"}

    with stage.beside("worker", **settings(stage, TASK_SWEEP_SECONDS="1")) as program:
        assert reaches(client, waiting, "done"), program.text()
        assert report(client, waiting)["attempts"] == 1
        assert reaches(client, begun, "done"), f"{report(client, begun)}\n{program.text()}"
    answer = client.get(begun)
    assert payload(answer, 200)["attempts"] == 2
    assert payload(answer, 200)["result"] == {"count": 2, "mean": 3.5}
    output("done", transcript(answer), (r"[0-9a-f]{8}-[0-9a-f-]{27}", "…"))


# ---------------------------------------------------------------------------------- with a worker


def test_a_report_is_done_once(client: Client, worker: Program) -> None:
    address = order(client, 5, 3, 4)
    assert reaches(client, address, "done"), worker.text()
    found = report(client, address)
    assert found["result"] == {"count": 3, "mean": 4}
    assert found["attempts"] == 1
    assert "detail" not in found


def test_many_orders_at_once_are_all_done(client: Client, worker: Program) -> None:
    addresses = at_once(10, lambda number: order(client, *[1 + number % 5] * (number + 1)))
    assert len(set(addresses)) == 10
    for number, address in enumerate(addresses):
        assert reaches(client, address, "done"), worker.text()
        expected = {"count": number + 1, "mean": 1 + number % 5}
        assert report(client, address)["result"] == expected


def test_a_failing_task_is_tried_three_times_and_tells_nothing(
    client: Client, worker: Program
) -> None:
    address = order(client)  # There is no mean of nothing.
    assert reaches(client, address, "failed"), worker.text()
    answer = client.get(address)
    assert detail(answer, 200)
    found = payload(answer, 200)
    assert (found["state"], found["attempts"], found["result"]) == ("failed", 3, None)
    assert not [word for word in ("mean", "Error", "Traceback") if word in answer.text]
    # Why it failed can be found where the worker writes, which Celery does after it stored that.
    why = "mean requires at least one data point"
    assert eventually(lambda: why in worker.text()), worker.text()
    # The queue goes on behind it.
    assert reaches(client, order(client, 1), "done"), worker.text()
