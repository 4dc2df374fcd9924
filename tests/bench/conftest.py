"""What the tests of the harness share: a way to measure a server of one's own."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bench import cell, plan
from bench.cell import Bench
from bench.plan import Row, Scenario
from fieldguide.benchmarks import LoadKind, Round, RowKind, Track
from fieldguide.catalogue import load

ROOT = Path(__file__).parent.parent.parent

Measure = Callable[..., Round]


def children() -> set[int]:
    """Return the living processes that this process has started."""
    found = set()
    for path in Path("/proc/self/task").glob("*/children"):
        found |= {int(pid) for pid in path.read_text("utf-8").split()}
    return found - {os.getpid()}


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """What a smoke run's cells share, with loads as short as they can be."""
    effort = replace(
        plan.SMOKE, seconds=0.4, warm_up=0, loads=(LoadKind.SATURATION, LoadKind.FIXED)
    )
    return Bench(load(ROOT), effort, {"wrk": 1e9, "client": 1e9}, tmp_path_factory.mktemp("bench"))


@pytest.fixture
def measure(bench: Bench) -> Measure:
    """Measure a command once, as a row of a scenario; nothing of it may live afterwards."""

    def one_round(command: str, scenario: Scenario) -> Round:
        row = Row("own", "Own", "its own", "own", (Track.DOCUMENTED,), (), kind=RowKind.FLOOR,
                  command=command, packages=("uvloop",))  # fmt: skip
        before = children()
        _, entry = cell.measure(bench, scenario, row, 1, 1, control=False)
        assert children() <= before, "a process was left behind"
        return entry

    return one_round
