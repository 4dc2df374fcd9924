"""Locust's users of the items API: what its statistics say, and that its users meet no error."""

from importlib.metadata import version
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.users import parse
from tests.bench.conftest import children

GOLDEN = Path(__file__).parent / "golden"


def test_the_statistics_of_locust_2_47_0_are_read() -> None:
    found = parse((GOLDEN / "locust-2.47.0.csv").read_text("utf-8"))
    assert [line.name for line in found] == [
        "GET /items",
        "POST /items",
        "DELETE /items/{id}",
        "GET /items/{id}",
        "PUT /items/{id}",
        "Aggregated",
    ]
    assert (found[0].requests, found[0].failures, found[0].p50, found[0].p99) == (22, 0, 4, 19)
    assert sum(line.requests for line in found[:-1]) == found[-1].requests


def test_the_installed_locust_writes_what_is_read_here() -> None:
    assert (GOLDEN / f"locust-{version('locust')}.csv").is_file(), "add its golden output"


def test_statistics_without_a_column_are_refused() -> None:
    with pytest.raises(ValueError, match="no column 'Request Count'"):
        parse("Type,Name\nGET,/items\n")


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
