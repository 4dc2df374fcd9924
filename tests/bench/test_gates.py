"""What does not count, and the reason that is given: servers that misbehave, loads that mislead."""

import socket
from dataclasses import replace
from typing import Any

import pytest

from bench import gates, plan, wire, workloads
from bench.cell import Bench
from bench.plan import Scenario
from fieldguide.benchmarks import Load, LoadKind, Round
from tests.bench.conftest import Measure

SATURATED = replace(plan.SCENARIOS["hello"], connections=4, loads=(LoadKind.SATURATION,))
BY_CLIENT = replace(SATURATED, unit="message")
"""The same work, but loaded by the client, which looks at every answer."""
SOCKETS = replace(SATURATED, unit="message", workload=workloads.SocketIoEcho)


def reasons(entry: Round) -> list[str]:
    """Return all that is said against a round."""
    return [*entry.rejected, *(reason for load in entry.loads for reason in load.rejected)]


def hostile(way: str, after: int = 40) -> str:
    return f"python -m tests.bench.hostile {{port}} {way} {after}"


@pytest.mark.parametrize("scenario", [SATURATED, BY_CLIENT], ids=["wrk", "client"])
def test_a_server_that_behaves_is_not_rejected(measure: Measure, scenario: Scenario) -> None:
    entry = measure(hostile("behaves"), scenario)
    (load,) = entry.loads
    # A busy machine may hold the generator up, but nothing is wrong with any answer.
    assert load.errors == 0
    assert entry.rejected == []
    assert load.requests > 40
    assert load.cpu_us > 0
    assert load.p50_ms <= load.p90_ms <= load.p99_ms <= load.max_ms
    assert entry.start_ms > 0
    assert entry.idle_mb > 1
    assert entry.keep_alive


@pytest.mark.parametrize("scenario", [SATURATED, BY_CLIENT], ids=["wrk", "client"])
@pytest.mark.parametrize(
    ("way", "reason"),
    [
        ("fails", "500|error's status"),
        ("lies", "wrong body"),
        ("shortens", "wrong body"),
        ("cuts", "before the answer was whole"),
        ("babbles", "no status line|no good answer"),
        ("dies", "the server died"),
        ("shouts", "logged a traceback"),
    ],
)
def test_a_server_that_goes_wrong_under_load_is_rejected(
    measure: Measure, scenario: Scenario, way: str, reason: str
) -> None:
    found = reasons(measure(hostile(way), scenario))
    assert any(word in text for text in found for word in reason.split("|")), found


def test_a_server_that_stalls_is_rejected(
    measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "PATIENCE", 0.5)  # The client is a process of its own, and keeps 5 s.
    found = reasons(measure(hostile("stalls"), BY_CLIENT))
    assert any("no answer within 5 s" in text for text in found), found


def test_a_server_that_stalls_under_wrk_is_rejected(
    measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "PATIENCE", 0.5)
    found = reasons(measure(hostile("stalls"), SATURATED))
    assert any("timed out" in text for text in found), found


@pytest.mark.parametrize("scenario", [SATURATED, BY_CLIENT], ids=["wrk", "client"])
def test_a_server_that_closes_each_connection_is_only_slow(
    measure: Measure, scenario: Scenario
) -> None:
    entry = measure(hostile("closes"), scenario)
    (load,) = entry.loads
    assert entry.rejected == []
    assert (load.errors, entry.keep_alive) == (0, False)
    assert load.requests > 20
    if load.generator == "client":
        # One for each request but a connection's first; some answers come too late to count.
        assert abs(load.reconnects - load.requests) <= scenario.connections


def test_an_answer_in_chunks_is_as_long_as_it_is_on_the_wire(measure: Measure) -> None:
    entry = measure(hostile("chunks"), SATURATED)
    (load,) = entry.loads
    assert not [text for text in reasons(entry) if "bytes" in text]
    assert load.requests > 40


def test_a_request_is_meant_to_start_when_it_is_sent(measure: Measure) -> None:
    # Ten requests a second to a server that answers at once: whoever counted from the one before
    # would find a tenth of a second.
    slow = replace(BY_CLIENT, fixed_rate=10, loads=(LoadKind.FIXED,))
    (load,) = measure(hostile("behaves"), slow).loads
    assert load.requests == 4
    assert load.p50_ms < 50


def test_what_socket_io_says_beside_its_events_is_no_answer(measure: Measure) -> None:
    entry = measure("uvicorn --port {port} tests.bench.sockets:polite", SOCKETS)
    (load,) = entry.loads
    assert entry.rejected == []
    assert (load.errors, load.reconnects) == (0, 0)
    assert load.requests > 40


def test_a_socket_that_is_closed_under_load_is_rejected(measure: Measure) -> None:
    found = reasons(measure("uvicorn --port {port} tests.bench.sockets:curt", SOCKETS))
    assert any("0x88" in text or "was closed" in text for text in found), found


def test_a_port_that_is_in_use_is_named_as_the_reason(measure: Measure) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        entry = measure(f"python -m tests.bench.hostile {port} behaves 40", SATURATED)
    assert len(entry.rejected) == 1
    assert "did not start" in entry.rejected[0]
    assert "address already in use" in entry.rejected[0]


def test_a_server_that_is_wrong_from_the_start_is_not_loaded(measure: Measure) -> None:
    entry = measure(hostile("lies", after=1), SATURATED)
    assert entry.loads == []
    assert entry.rejected[0] == "in the sample: GET / had a wrong body"


def test_what_goes_wrong_while_a_server_warms_up_is_not_forgotten(
    bench: Bench, measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "effort", replace(bench.effort, warm_up=0.5))
    entry = measure(hostile("fails"), BY_CLIENT)
    assert entry.loads == []
    assert entry.rejected == ["in the warm-up: GET / answered 500, not 200"]


def test_an_upload_that_is_not_stored_whole_is_rejected(measure: Measure) -> None:
    entry = measure(hostile("behaves"), replace(plan.SCENARIOS["upload"], connections=1))
    assert entry.rejected == ["in the sample: the upload was not stored whole"]


def test_a_command_that_does_not_start_is_rejected_with_the_end_of_its_log(
    measure: Measure,
) -> None:
    entry = measure("python -m bench.floors.missing {port}", SATURATED)
    assert len(entry.rejected) == 1
    assert "did not start" in entry.rejected[0]
    assert "bench.floors.missing" in entry.rejected[0]


# ---------------------------------------------------------------------------------- figures alone

FIXED = Load(
    kind=LoadKind.FIXED, generator="client", seconds=2, requests=2000, errors=0, offered=1000,
    rate=1000, cpu_us=100, cpu_cores=0.1, generator_cpu=0.2, reconnects=0, mean_ms=2, p50_ms=1,
    p90_ms=2, p99_ms=4, max_ms=9, rejected=[],
)  # fmt: skip
FULL = FIXED.model_copy(update={"kind": LoadKind.SATURATION, "offered": None, "mean_ms": 8.0})


def judged(load: Load, **changes: Any) -> list[str]:
    changed = load.model_copy(update=changes)
    return gates.reasons(changed, errors={}, connections=8, ceiling=10_000)


@pytest.mark.parametrize("load", [FIXED, FULL], ids=["fixed", "full"])
def test_a_good_load_counts(load: Load) -> None:
    assert judged(load) == []


@pytest.mark.parametrize(
    ("load", "changes", "reason"),
    [
        (FIXED, {"requests": 0, "rate": 0.0}, "no good answer"),
        (FIXED, {"requests": 1900, "rate": 950.0}, "95% of the offered rate"),
        (FIXED, {"rate": 7100.0}, "71% of its ceiling"),
        (FIXED, {"generator_cpu": 0.85}, "85% of its core"),
        (FIXED, {"p50_ms": 5.0}, "out of order"),
        (FIXED, {"p99_ms": 10.0}, "out of order"),
        (FULL, {"mean_ms": 6.0}, "6.0 connections where there were 8"),
        (FULL, {"mean_ms": 12.0}, "12.0 connections where there were 8"),
    ],
)
def test_each_gate_gives_its_reason(load: Load, changes: dict[str, Any], reason: str) -> None:
    (found,) = judged(load, **changes)
    assert reason in found


def test_errors_are_reasons_with_their_number() -> None:
    found = gates.reasons(FULL, errors={"no answer": 3}, connections=8, ceiling=0)
    assert found == ["3 × no answer"]


@pytest.mark.parametrize("received", [140, 140 * 1000, 140 * 1008])
def test_answers_of_the_right_length_count(received: int) -> None:
    requests = max(1, min(received // 140, 1000))
    assert gates.wrong_size(received, requests, 140, 8) == []


@pytest.mark.parametrize("received", [100 * 1000, 180 * 1000])
def test_answers_of_another_length_do_not(received: int) -> None:
    (found,) = gates.wrong_size(received, 1000, 140, 8)
    assert "a right one has 140" in found
