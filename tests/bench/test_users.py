"""Locust's users of the items API: what its statistics say, and that its users meet no error."""

from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from bench import cell, plan
from bench.__main__ import main
from bench.cell import Bench
from bench.users import Answers, more_items, parse
from fieldguide.benchmarks import LoadKind
from fieldguide.catalogue import load
from tests.bench.conftest import children

GOLDEN = Path(__file__).parent / "golden"


def test_the_statistics_of_locust_2_47_0_are_read() -> None:
    found = parse((GOLDEN / "locust-2.47.0.json").read_text("utf-8"))
    assert [(line.name, line.requests, line.failures) for line in found] == [
        ("GET /items", 1, 0),
        ("POST /items", 10, 0),
        ("DELETE /items/{id}", 1, 0),
        ("GET /items/{id}", 3, 0),
        ("PUT /items/{id}", 2, 0),
        ("all", 17, 0),
    ]
    assert (found[1].share(50), found[1].share(100), round(found[1].mean, 1)) == (29, 96, 36.4)
    assert found[-1].share(100) == 96
    assert sum(found[-1].times.values()) == 17
    assert 2 < found[-1].last - found[-1].first < 4


def test_the_installed_locust_writes_what_is_read_here() -> None:
    assert (GOLDEN / f"locust-{version('locust')}.json").is_file(), "add its golden output"


@pytest.mark.parametrize("text", ['[{"method": "GET", "name": "/items"}]', '{"a": 1}', "[", "[1]"])
def test_statistics_of_another_form_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"another form|Expecting"):
        parse(text)


def test_shares_are_times_that_were_met() -> None:
    line = Answers("GET /items", 10, 0, 100.0, 104.0, 130.0, {5: 6, 9: 3, 73: 1})
    assert [line.share(percent) for percent in (50, 60, 61, 90, 99, 100)] == [5, 5, 9, 9, 73, 73]
    assert (line.mean, line.rate) == (13, 2.5)


def test_what_users_have_written_is_counted() -> None:
    line = Answers("POST /items", 9, 2, 0, 1, 45, {5: 9})
    deleted = replace(line, name="DELETE /items/{id}", requests=3, failures=0)
    assert more_items([line, deleted]) == 4


def test_users_are_a_load_whose_every_item_is_accounted_for(tmp_path: Path) -> None:
    effort = replace(plan.FULL, seconds=1)
    scenario = replace(plan.SCENARIOS["users"], connections=6, stretch=6)
    bench = Bench(load(plan.ROOT), effort, {}, tmp_path)
    before = children()
    _, entry = cell.measure(bench, scenario, plan.ROWS["flask-gthread"], 1, 1, control=False)
    (met,) = entry.loads
    # The sample after the load has counted the items that users created and did not delete.
    assert (entry.rejected, met.rejected) == ([], [])
    assert (met.kind, met.generator, met.errors) == (LoadKind.USERS, "locust", 0)
    assert met.requests >= 6, "everybody has created an item"
    assert met.requests == pytest.approx(met.rate * met.seconds, rel=0.01)
    assert 2 < met.seconds < 10
    assert 0 < met.cpu_cores < 1
    assert 0 < met.p50_ms <= met.max_ms
    assert children() <= before


def test_users_meet_no_error_and_leave_reports(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = children()
    options = ["--headless", "--users", "5", "--spawn-rate", "5", "--run-time", "4s"]
    assert main(["users", "flask-gthread", "--reports", str(tmp_path), *options]) == 0
    assert "Flask: users of the items API" in capfd.readouterr().out
    assert (tmp_path / "flask-gthread.html").stat().st_size > 10_000
    assert (tmp_path / "flask-gthread_stats.csv").is_file()
    assert children() <= before
