"""What is measured is kept: whole files, one after the other, whatever happens in between."""

import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench.store import Store, StoreError
from fieldguide import benchmarks, method
from fieldguide.benchmarks import (
    BenchRow,
    Cell,
    Load,
    LoadKind,
    Machine,
    Metric,
    Provenance,
    Round,
    RowKind,
    Run,
    Scenario,
    Track,
)
from fieldguide.problems import DataError

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def row(name: str) -> BenchRow:
    return BenchRow(
        id=name, name=name.title(), framework=None, kind=RowKind.FLOOR, server="its own",
        interface="own", tracks=[Track.DOCUMENTED], factors={"workers": "1"},
    )  # fmt: skip


RUN = Run(
    id="smoke-1", kind="smoke", method=method.VERSION, started=NOON, finished=NOON, seed=1,
    database="sqlite",
    provenance=Provenance(
        commit="0" * 40, changed=False, tools={"wrk": "4.1.0"}, load_average=[0.0, 0.0, 0.0],
        pinned={"server": [0], "generator": [1]}, contracts=None,
        machine=Machine(
            cpu="Test", cores=2, memory_mb=1, system="Test", kernel="1", python="3.11.7"
        ),
    ),
    ceilings={"wrk": 40_000.0},
    scenarios=[
        Scenario(
            id="hello", name="Hello", question="What?", topic="hello", request="GET /",
            unit="request", baseline="slow", connections=32, seconds=1.0, warm_up=0.5, rounds=6,
            fixed_rate=None, loads=[LoadKind.SATURATION],
        )
    ],
    rows=[row("slow"), row("fast"), row("broken")],
)  # fmt: skip


def cell(name: str, *, control: bool = False) -> Cell:
    return Cell(
        scenario="hello", row=name, control=control, command="run it", runtime="CPython 3.11.7",
        versions={"uvloop": "0.23.0"}, rounds=[],
    )  # fmt: skip


def entry(number: int, cpu_us: float, rejected: list[str] | None = None) -> Round:
    load = Load(
        kind=LoadKind.SATURATION, generator="wrk", seconds=1.0, requests=1000, errors=0,
        offered=None, rate=1e6 / cpu_us, cpu_us=cpu_us, cpu_cores=1.0, generator_cpu=0.2,
        reconnects=0, mean_ms=1.0, p50_ms=1.0, p90_ms=2.0, p99_ms=3.0, max_ms=4.0,
        rejected=rejected or [],
    )  # fmt: skip
    return Round(
        round=number, started=NOON, position=1, load_average=0.5, start_ms=300.0, idle_mb=20.0,
        loaded_mb=21.0, keep_alive=True, loads=[load], rejected=[],
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A run with two rows that count, their control, and one that does not."""
    store = Store(tmp_path / "data" / "benchmarks" / RUN.id, tmp_path)
    store.write_run(RUN)
    for number in range(1, 7):
        store.add(cell("slow"), entry(number, 100 + number))
        store.add(cell("slow", control=True), entry(number, 101 + number))
        store.add(cell("fast"), entry(number, 50 + number / 2))
        store.add(cell("broken"), entry(number, 1, ["3 × answers with an error's status"]))
    return store


def file_of(store: Store, name: str) -> Path:
    return store.folder / f"hello.{name}.json"


def test_what_was_written_is_read_again(store: Store) -> None:
    again = Store(store.folder, store.root)
    assert again.open() == RUN
    assert again.cells == store.cells
    assert again.done("hello.slow.again.json") == {1, 2, 3, 4, 5, 6}
    assert again.done("hello.unknown.json") == set()


def test_a_round_is_one_line(store: Store) -> None:
    lines = file_of(store, "slow").read_text("utf-8").splitlines()
    assert sum('"round":' in line for line in lines) == 6


def test_rows_are_compared_round_by_round(store: Store) -> None:
    table = store.results().table("hello", Metric.CPU)
    assert [(line.row.id, line.rank) for line in table.lines] == [("fast", 1), ("slow", 2)]
    ratio = table.lines[0].ratio
    assert ratio is not None
    assert ratio.median == ratio.low == ratio.high == 0.5
    assert table.band == pytest.approx(0.01, abs=0.001)
    assert table.without == {"broken": "3 × answers with an error's status"}


def test_more_is_better_for_a_rate(store: Store) -> None:
    table = store.results().table("hello", Metric.RATE)
    assert [(line.row.id, line.rank) for line in table.lines] == [("fast", 1), ("slow", 2)]


def test_what_one_core_can_do_follows_from_the_cost(store: Store) -> None:
    found = store.results().per_core("hello", "fast")
    assert found is not None
    assert found.median == pytest.approx(1e6 / 51.75, rel=0.001)
    assert store.results().per_core("hello", "broken") is None


def test_a_scenario_that_was_not_measured_is_named(store: Store) -> None:
    with pytest.raises(LookupError, match="no scenario upload"):
        store.results().table("upload", Metric.CPU)


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """Let no file of this process become larger than so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_loses_nothing(store: Store) -> None:
    before = file_of(store, "slow").read_text("utf-8")
    with full_disk(len(before)), pytest.raises(StoreError, match=r"make room and resume"):
        store.add(cell("slow"), entry(7, 100))
    assert file_of(store, "slow").read_text("utf-8") == before
    assert list(store.folder.glob(".*")) == []
    store.add(cell("slow"), entry(7, 100))
    assert store.done("hello.slow.json") == {1, 2, 3, 4, 5, 6, 7}


def test_what_a_kill_left_half_written_is_cleared_away(store: Store) -> None:
    (store.folder / ".hello.slow.json.tmp").write_text('{"scen', "utf-8")
    Store(store.folder, store.root).open()
    assert list(store.folder.glob(".*")) == []


# ---------------------------------------------------------------------------------- damaged files


def damage(path: Path, *steps: str | int, value: Any = None) -> None:
    """Change or delete a value within a file, and leave the rest as it is."""
    content = inner = json.loads(path.read_text("utf-8"))
    for step in steps[:-1]:
        inner = inner[step]
    if value is None:
        del inner[steps[-1]]
    else:
        inner[steps[-1]] = value
    path.write_text(json.dumps(content, indent=1), "utf-8")


def problems(store: Store) -> list[str]:
    return [str(problem) for problem in benchmarks.check(store.root)]


def test_nothing_is_wrong_with_a_good_run(store: Store) -> None:
    assert problems(store) == []


def test_a_run_without_its_provenance_does_not_load(store: Store) -> None:
    damage(store.folder / "run.json", "provenance")
    with pytest.raises(DataError, match="provenance: is missing"):
        store.results()
    (found,) = problems(store)
    assert found.startswith("data/benchmarks/smoke-1/run.json:1:1: provenance: is missing")


@pytest.mark.parametrize("name", ["commit", "machine", "tools", "load_average"])
def test_each_part_of_the_provenance_has_to_be_there(store: Store, name: str) -> None:
    damage(store.folder / "run.json", "provenance", name)
    (found,) = problems(store)
    assert f"provenance.{name}: is missing" in found


def test_a_cell_without_versions_does_not_load(store: Store) -> None:
    damage(file_of(store, "slow"), "versions", value={})
    (found,) = problems(store)
    assert "hello.slow.json:" in found
    assert ": versions: " in found


def test_a_wrong_value_is_named_with_its_line(store: Store) -> None:
    damage(file_of(store, "fast"), "rounds", 1, "loads", 0, "cpu_us", value="fifty")
    (found,) = problems(store)
    line = (
        file_of(store, "fast").read_text("utf-8").splitlines().index('     "cpu_us": "fifty",') + 1
    )
    assert found.startswith(f"data/benchmarks/smoke-1/hello.fast.json:{line}:")
    assert 'rounds.item 2.loads.item 1.cpu_us: has to be a number (found "fifty")' in found


def test_an_unknown_field_is_named_with_those_that_are_known(store: Store) -> None:
    damage(file_of(store, "fast"), "rounds", 0, "best", value=1)
    (found,) = problems(store)
    assert "rounds.item 1.best: is not a field of this row" in found


def test_a_cut_off_file_is_named(store: Store) -> None:
    path = file_of(store, "fast")
    path.write_text(path.read_text("utf-8")[:-40], "utf-8")
    (found,) = problems(store)
    assert found.startswith("data/benchmarks/smoke-1/hello.fast.json:")
    assert "is not valid JSON" in found


def test_a_cell_of_an_unknown_row_is_named(store: Store) -> None:
    damage(store.folder / "run.json", "rows", 1)
    (found,) = problems(store)
    assert 'hello.fast.json:1:1: row: is not one of run.json (found "fast")' in found


def test_a_renamed_folder_and_a_stray_file_are_named(store: Store) -> None:
    (store.folder / "notes.txt").write_text("best of three", "utf-8")
    store.folder.rename(store.folder.with_name("smoke-2"))
    found = problems(store)
    assert any("run.json:1:1: id: differs from the folder's name" in line for line in found)
    assert any("notes.txt:1:1: is no file of a run" in line for line in found)


def test_only_full_runs_that_were_finished_are_published(store: Store) -> None:
    assert benchmarks.latest(store.root) is None
    damage(store.folder / "run.json", "kind", value="full")
    found = benchmarks.latest(store.root)
    assert found is not None
    assert found.run.id == RUN.id
