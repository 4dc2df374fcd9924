"""A run from the command line: stopped, resumed, finished; and what it then says."""

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.__main__ import INTERRUPTED, main
from fieldguide import benchmarks, serving
from fieldguide.benchmarks import LoadKind, Metric, Results
from tests.bench.conftest import ROOT, children

pytestmark = pytest.mark.xdist_group("bench-run")
"""One worker does it all: the run is made once."""

ROWS = ("--row", "flask-gthread", "--row", "fastapi-uvicorn", "--rounds", "1")


@dataclass
class Stopped:
    """What was there after a run was stopped by Ctrl-C."""

    status: int
    said: str
    left: list[int]
    """Processes of its session that lived on."""
    cells: dict[str, str]
    """Its finished cells, by file."""


@dataclass
class Finished:
    """What was there when it had been resumed."""

    stopped: Stopped
    said: str
    results: Results
    folder: Path


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A smoke run of two frameworks that was stopped after its first cell, and resumed."""
    root = tmp_path_factory.mktemp("run")
    stopped, folder = stop_after_the_first_cell(root)
    said = subprocess.run(
        [*command(root), "--resume", folder.name],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stdout + said.stderr
    return Finished(stopped, said.stdout, benchmarks.load(folder, root), folder)


def command(root: Path) -> list[str]:
    return [sys.executable, "-m", "bench", "smoke", *ROWS, "--output", str(root)]


def stop_after_the_first_cell(root: Path) -> tuple[Stopped, Path]:
    log = root / "log.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command(root), cwd=ROOT, stdout=output, stderr=output, start_new_session=True
        )
    try:
        deadline = time.monotonic() + 120
        while not (cells := list(root.glob("data/benchmarks/*/hello.*.json"))):
            assert process.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < deadline, "no cell was finished in time"
            time.sleep(0.02)
        # The next cell has begun; what it started leads sessions of its own.
        started = descendants(process.pid)
        os.kill(process.pid, signal.SIGINT)
        status = process.wait(timeout=60)
        left = [pid for pid in started if serving.living(pid)]
        return (
            Stopped(
                status,
                log.read_text("utf-8"),
                [*serving.living(process.pid), *left],
                {path.name: path.read_text("utf-8") for path in cells},
            ),
            cells[0].parent,
        )
    finally:
        serving.end(process, grace=5)


def descendants(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that they have started."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8")
    except OSError:
        return []
    found = [int(word) for word in text.split()]
    return found + [inner for child in found for inner in descendants(child)]


def test_a_run_that_is_stopped_says_how_it_goes_on(finished: Finished) -> None:
    stopped = finished.stopped
    assert stopped.status == INTERRUPTED
    words = " ".join(stopped.said.split())
    assert f"go on with: python -m bench smoke --resume {finished.folder.name}" in words


def test_a_run_that_is_stopped_leaves_no_process(finished: Finished) -> None:
    assert finished.stopped.left == []


def test_what_was_measured_before_is_not_measured_again(finished: Finished) -> None:
    assert finished.stopped.cells
    for name, text in finished.stopped.cells.items():
        assert (finished.folder / name).read_text("utf-8") == text


def test_a_resumed_run_is_whole(finished: Finished) -> None:
    results = finished.results
    assert results.run.finished is not None
    assert sorted(results.cells) == [
        "hello.fastapi-uvicorn.json",
        "hello.flask-gthread.again.json",
        "hello.flask-gthread.json",
    ]
    for cell in results.cells.values():
        assert [entry.round for entry in cell.rounds] == [1]
        assert [load.kind for load in cell.rounds[0].loads] == [
            LoadKind.SATURATION,
            LoadKind.FIXED,
        ]


def test_both_frameworks_answered_rightly(finished: Finished) -> None:
    for cell in finished.results.cells.values():
        (entry,) = cell.rounds
        assert entry.rejected == []
        assert [load.errors for load in entry.loads] == [0, 0]
        assert all(load.requests and load.cpu_us for load in entry.loads)
        assert entry.start_ms > 0
        assert 5 < entry.idle_mb < 500


def test_versions_and_commands_are_those_of_the_servers(finished: Finished) -> None:
    flask = finished.results.cells["hello.flask-gthread.json"]
    assert flask.command == "gunicorn --threads 4 --bind 127.0.0.1:8000 hello:app"
    assert {"flask", "gunicorn"} <= set(flask.versions)
    assert re.fullmatch(r"CPython 3\.\d+\.\d+", flask.runtime)
    fastapi = finished.results.cells["hello.fastapi-uvicorn.json"]
    assert fastapi.command == "uvicorn --port 8000 hello:app"
    assert {"fastapi", "uvicorn"} <= set(fastapi.versions)


def test_no_path_of_this_machine_is_in_the_files(finished: Finished) -> None:
    for path in finished.folder.iterdir():
        assert str(ROOT) not in path.read_text("utf-8")
        assert str(Path.home()) not in path.read_text("utf-8")


def test_the_table_shows_costs_ratios_and_the_control(finished: Finished) -> None:
    words = " ".join(finished.said.split())
    for wanted in ("CPU µs/request", "ratio", "Flask", "FastAPI", "A smoke run shows"):
        assert wanted in words
    table = finished.results.table("hello", Metric.CPU)
    assert table.scenario.baseline == "flask-gthread"


def test_a_run_of_another_commit_is_not_gone_on_with(
    finished: Finished, capsys: pytest.CaptureFixture[str]
) -> None:
    path = finished.folder / "run.json"
    good = path.read_text("utf-8")
    path.write_text(good.replace(finished.results.run.provenance.commit, "f" * 40), "utf-8")
    try:
        root = finished.folder.parents[2]
        found = main(["smoke", *ROWS, "--output", str(root), "--resume", finished.folder.name])
    finally:
        path.write_text(good, "utf-8")
    assert found == 1
    assert "begin another run" in capsys.readouterr().err


def test_a_smoke_run_is_not_gone_on_with_as_a_full_one(
    finished: Finished, capsys: pytest.CaptureFixture[str]
) -> None:
    root, name = finished.folder.parents[2], finished.folder.name
    assert main(["run", "--output", str(root), "--resume", name]) == 1
    assert f"python -m bench smoke --resume {name}" in capsys.readouterr().err


def test_a_finished_run_is_shown_by_its_folder(
    finished: Finished, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", str(finished.folder)]) == 0
    assert "FastAPI" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["smoke", "--scenario", "helo"], 'did you mean "hello"'),
        (["run", "--row", "djnago-gthread"], 'did you mean "django-gthread"'),
        (["run", "--resume", "full-none"], "no run full-none"),
        (["show", "full-none"], "full-none"),
        (["users", "flask-gthred"], 'did you mean "flask-gthread"'),
        (["users", "fastapi-pool"], "fastapi-uvicorn"),
    ],
)
def test_an_unknown_name_is_answered_by_those_that_are_known(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = children()
    assert main(arguments) == 1
    assert said in capsys.readouterr().err
    assert children() <= before


def test_all_that_can_be_measured_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    listed = capsys.readouterr().out
    for word in ("hello", "django-gthread", "raw-asgi", "actix", "Not measured here"):
        assert word in listed
