"""Contract of `external_calls`: three services asked at once, each with a limit of its own."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from tests.snippets.harness import Client, Output, Stage, at_once, detail, eventually, payload
from tests.snippets.harness import transcript as written
from tests.snippets.services import Plan, Upstream

PARTS = {"prices": {"cents": 990}, "reviews": {"count": 12}, "stock": {"copies": 3}}
BODIES = {"prices": b'{"cents": 990}', "reviews": b'{"count": 12}', "stock": b'{"copies": 3}'}
LIMIT = 6
HANGS = Plan(delay=30)

RUBBISH = {
    "fails": Plan(status=500),
    "refuses": Plan(status=404),
    "redirects": Plan(status=302),
    "vanishes": Plan(vanishes=True),
    "sends HTML": Plan(b"<h1>Maintenance</h1>"),
    "sends nothing": Plan(b""),
    "sends half": Plan(b'{"count": 1'),
    "sends a list": Plan(b"[12]"),
    "sends no number": Plan(b'{"count": NaN}'),
    "sends no UTF-8": Plan(b'{"\xff": 1}'),
}


@pytest.fixture
def services(upstream: Upstream) -> Iterator[Upstream]:
    """The three services in good health, and nobody talking to them."""
    assert eventually(lambda: upstream.now == 0)
    upstream.plans = {name: Plan(body) for name, body in BODIES.items()}
    upstream.requests, upstream.most, upstream.abandoned = [], 0, 0
    yield upstream
    upstream.plans = {}


def test_three_services_make_one_answer(client: Client, services: Upstream) -> None:
    assert payload(client.get("/books/7"), 200) == {"book": 7, **PARTS, "failed": {}}
    assert sorted(services.requests) == ["/prices/7", "/reviews/7", "/stock/7"]


def test_they_are_asked_at_the_same_time(client: Client, services: Upstream) -> None:
    delay = 0.4
    services.plans = {name: Plan(body, delay=delay) for name, body in BODIES.items()}
    start = time.perf_counter()
    answer = client.get("/books/7")
    elapsed = time.perf_counter() - start
    assert payload(answer, 200)["failed"] == {}
    assert services.most == 3
    assert delay <= elapsed < 2 * delay


def test_one_that_hangs_and_one_that_trickles_are_cut_off(
    client: Client, services: Upstream
) -> None:
    # A byte each tenth of a second: a limit on each read alone would wait for three minutes.
    body = b'{"copies": 3' + b" " * 2000 + b"}"
    services.plans |= {"reviews": HANGS, "stock": Plan(body, delay=0.1, trickles=True)}
    start = time.perf_counter()
    answer = client.get("/books/7")
    elapsed = time.perf_counter() - start
    assert payload(answer, 200) == {
        "book": 7,
        "prices": PARTS["prices"],
        "reviews": None,
        "stock": None,
        "failed": {"reviews": "timeout", "stock": "timeout"},
    }
    assert elapsed < 4
    # Nothing goes on behind the reader's back: both connections are closed.
    assert eventually(lambda: services.abandoned == 2)


@pytest.mark.parametrize("plan", RUBBISH.values(), ids=RUBBISH)
def test_one_that_is_broken_leaves_the_others(
    client: Client, services: Upstream, plan: Plan
) -> None:
    services.plans["reviews"] = plan
    body = payload(client.get("/books/7"), 200)
    expected = PARTS | {"reviews": None, "failed": {"reviews": "error"}}
    assert body == {"book": 7, **expected}


def test_what_failed_is_in_the_log(client: Client, services: Upstream) -> None:
    services.plans["stock"] = Plan(status=503)
    before = len(client.server.text())
    client.get("/books/7")
    assert eventually(lambda: "stock" in client.server.text()[before:])
    log = client.server.text()[before:]
    assert "prices" not in log
    assert "reviews" not in log


def test_nothing_at_all_is_a_bad_gateway(client: Client, services: Upstream) -> None:
    services.plans = dict.fromkeys(BODIES, Plan(status=500))
    assert detail(client.get("/books/7"), 502)


def test_calls_are_bounded(client: Client, services: Upstream) -> None:
    services.plans = {name: Plan(body, delay=0.1) for name, body in BODIES.items()}
    answers = at_once(8, lambda number: client.get(f"/books/{number}"))
    assert [payload(answer, 200)["book"] for answer in answers] == list(range(8))
    assert 3 < services.most <= LIMIT


def test_slow_services_do_not_use_the_client_up(client: Client, services: Upstream) -> None:
    services.plans |= dict.fromkeys(("prices", "reviews"), HANGS)
    for answer in at_once(LIMIT, lambda _: client.get("/books/7")):
        assert answer.status_code in {200, 502}
    services.plans = {name: Plan(body) for name, body in BODIES.items()}
    assert payload(client.get("/books/7"), 200)["failed"] == {}


def test_a_partial_answer_reads_well(client: Client, services: Upstream, output: Output) -> None:
    services.plans |= {"reviews": HANGS, "stock": RUBBISH["sends HTML"]}
    answer = client.get("/books/7")
    body = payload(answer, 200)
    assert body["failed"] == {"reviews": "timeout", "stock": "error"}
    output("partial", written(answer, "content-type"))


def test_what_a_request_costs_the_services(
    empty_stage: Stage, services: Upstream, output: Output
) -> None:
    with empty_stage.start() as server, Client(empty_stage, server) as client:
        before, others = services.connections, services.open
        for _ in range(5):
            payload(client.get("/books/7"), 200)
        calls, connections = len(services.requests), services.connections - before
        assert calls == 15
        output(
            "connections",
            f"5 requests to this snippet\n{calls} calls to services\n{connections} connections",
        )
        os.kill(server.pid, signal.SIGTERM)
        assert eventually(lambda: services.open <= others)
