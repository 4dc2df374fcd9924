"""The contracts beside a run: what they say, what a failure means, and that nothing is left."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench import contracts, plan, runner
from bench.__main__ import _effort, _parser, main
from fieldguide import benchmarks, serving
from fieldguide.benchmarks import Proof
from tests.bench.conftest import ROOT, children
from tests.bench.test_run import descendants

HELLO = (["hello"], ["flask"], "sqlite")


def test_contracts_are_run_on_what_is_measured(tmp_path: Path) -> None:
    good = contracts.prove(*HELLO)
    assert good.failed == 0
    assert good.passed >= 3
    shutil.copytree(ROOT / "snippets" / "flask", tmp_path / "flask")
    hello = tmp_path / "flask" / "hello.py"
    hello.write_text(hello.read_text("utf-8").replace("Hello, reader!", "Bye, reader!"), "utf-8")
    broken = contracts.prove(*HELLO, snippets=tmp_path)
    assert broken.failed > 0
    assert broken.failed + broken.passed == good.passed


def test_sqlite_leaves_out_what_runs_on_postgresql_too(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def run(arguments: list[str], log: Path) -> str:
        asked.append(arguments)
        return "nothing was run"

    monkeypatch.setattr(contracts, "_run", run)
    for database in ("sqlite", "postgresql"):
        with pytest.raises(RuntimeError, match="nothing was run"):
            contracts.prove(["board"], ["flask", "drf"], database)
    chosen = [arguments[arguments.index("-k") + 1] for arguments in asked]
    assert chosen == ["(drf or flask) and not -postgresql", "drf or flask"]


def test_what_does_not_hold_is_not_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(contracts, "prove", lambda *_: Proof(passed=40, failed=2))
    chosen = ["run", "--scenario", "users", "--rounds", "1", "--output", str(tmp_path)]
    assert main(chosen) == 1
    assert "2 tests of the contracts failed" in capsys.readouterr().err
    (folder,) = (tmp_path / "data" / "benchmarks").iterdir()
    assert folder.name.startswith("part-")
    assert [path.name for path in folder.iterdir()] == ["run.json"]
    run = benchmarks.load(folder, tmp_path).run
    assert (run.before, run.finished) == (Proof(passed=40, failed=2), None)


def test_where_no_framework_is_measured_there_is_nothing_to_prove(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> Proof:
        raise AssertionError("contracts of nothing were run")

    monkeypatch.setattr(contracts, "prove", never)
    monkeypatch.setattr(runner, "_measure", lambda *_: None)
    chosen = ["run", "--scenario", "json", "--row", "raw-asgi", "--rounds", "1"]
    assert main([*chosen, "--output", str(tmp_path)]) == 1, "nothing was measured"
    (folder,) = (tmp_path / "data" / "benchmarks").iterdir()
    run = benchmarks.load(folder, tmp_path).run
    assert (run.before, run.after) == (None, None)
    assert run.finished


def test_a_choice_of_scenarios_or_rows_is_a_part() -> None:
    def kind(*words: str) -> str:
        return _effort(_parser().parse_args(words)).kind

    assert kind("run") == kind("run", "--rounds", "20") == "full"
    assert kind("run", "--row", "sanic") == kind("run", "--scenario", "json") == "part"
    assert kind("smoke", "--row", "sanic") == "smoke"
    assert not plan.SMOKE.proves, "a smoke run takes less than three minutes"


def test_an_interrupt_ends_the_servers_of_the_contracts() -> None:
    code = (
        "from bench import children, contracts\n"
        "with children.interruptible():\n"
        "    contracts.prove(['items_api'], ['flask'], 'sqlite')\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        deadline = time.monotonic() + 90
        while not any("gunicorn" in command(pid) for pid in descendants(process.pid)):
            assert process.poll() is None
            assert time.monotonic() < deadline, "no server was started in time"
            time.sleep(0.05)
        started = descendants(process.pid)
        os.kill(process.pid, signal.SIGINT)
        process.communicate(timeout=90)
        assert [pid for pid in started if serving.living(pid)] == []
        assert not children() & set(started)
    finally:
        serving.end(process, grace=1)


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8")
    except OSError:
        return ""
