"""What a full run measures, held against what is asked of it."""

import ast
import re
from pathlib import Path

import django
import pytest

from bench import cell, plan, runner, workloads
from bench.cell import Bench
from bench.plan import Row
from fieldguide.benchmarks import LoadKind, RowKind, Track
from fieldguide.catalogue import Catalogue, load
from fieldguide.serving import Command
from tests.bench.conftest import ROOT


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(ROOT)


@pytest.fixture(scope="module")
def places(catalogue: Catalogue) -> dict[str, set[str]]:
    """The rows of each scenario in a full run."""
    found: dict[str, set[str]] = {}
    for place in runner.cells(catalogue, plan.FULL):
        found.setdefault(place.scenario.id, set()).add(place.row.id)
    return found


def test_each_scenario_that_the_ledger_asks_for_is_in_a_full_run(catalogue: Catalogue) -> None:
    asked = {claim.scenario for claim in catalogue.claims.values() if claim.scenario}
    assert asked
    assert asked <= set(plan.FULL.scenarios)


def test_each_system_of_the_ledger_is_a_row(catalogue: Catalogue) -> None:
    asked = {system for claim in catalogue.claims.values() for system in claim.figures}
    asked -= set(catalogue.frameworks)
    assert "covetpy" in asked
    parts = {part for row in plan.ROWS for part in row.split("-")}
    assert asked <= parts


def test_each_scenario_has_its_baseline_and_all_frameworks(
    catalogue: Catalogue, places: dict[str, set[str]]
) -> None:
    for name, rows in places.items():
        scenario = plan.SCENARIOS[name]
        assert scenario.baseline in rows
        wanted = {
            framework
            for framework in catalogue.frameworks
            if catalogue.snippet_files(framework, scenario.topic)
        }
        measured = {plan.ROWS[row].framework for row in rows} - {None}
        assert scenario.only or measured == wanted, name


def test_each_row_that_is_not_absent_is_measured_somewhere(places: dict[str, set[str]]) -> None:
    assert {row.id for row in plan.ROWS.values() if not row.absent} == set.union(*places.values())


def test_rows_that_are_absent_say_how_to_add_them() -> None:
    absent = [row for row in plan.ROWS.values() if row.absent]
    assert {row.id for row in absent} == {"actix", "fiber"}
    assert all(row.how_to_add for row in absent)


def test_django_serves_sockets_with_channels_only(places: dict[str, set[str]]) -> None:
    for name in ("echo", "room"):
        assert [row for row in places[name] if row.startswith("django")] == ["django-channels"]


def test_an_ablation_changes_what_it_says(catalogue: Catalogue) -> None:
    def command(row: str, scenario: str) -> Command:
        return plan.command(plan.ROWS[row], plan.SCENARIOS[scenario], catalogue, 8000)

    few, many = command("fastapi-uvicorn", "pool"), command("fastapi-pool", "pool")
    assert few.argv == many.argv
    assert {**few.env, "POOL_SIZE": "20"} == many.env
    assert "--no-access-log" in command("fastapi-quiet", "json").argv
    assert "--no-access-log" not in command("fastapi-uvicorn", "json").argv
    assert "2" in command("flask-workers", "json").argv


@pytest.mark.parametrize(
    ("topic", "sqlite", "postgresql"),
    [("connection_pool", True, True), ("board", False, True), ("routing", False, False)],
)
def test_postgresql_is_there_for_what_needs_it_or_what_is_asked_to_run_on_it(
    catalogue: Catalogue, topic: str, sqlite: bool, postgresql: bool
) -> None:
    assert plan.needs_postgresql(catalogue.topics[topic], "sqlite") is sqlite
    assert plan.needs_postgresql(catalogue.topics[topic], "postgresql") is postgresql


def test_latency_is_measured_where_a_row_is_as_its_page_deploys_it(bench: Bench) -> None:
    full = Bench(bench.catalogue, plan.FULL, {}, bench.folder)
    scenario = plan.SCENARIOS["json"]
    for row in plan.ROWS.values():
        loads = cell._loads(full, scenario, row)
        assert loads[0] is LoadKind.SATURATION
        documented = Track.DOCUMENTED in row.tracks
        assert (LoadKind.FIXED in loads) is documented
        assert (LoadKind.MOST in loads) is (documented and row.kind is RowKind.FRAMEWORK)


def test_every_workload_is_known_to_the_client_by_its_name() -> None:
    rows = {row.workload for row in plan.ROWS.values()} - {None}
    used = rows | {scenario.workload for scenario in plan.SCENARIOS.values()}
    assert used <= set(workloads.WORKLOADS.values())


PAIRS = [row for row in plan.ROWS.values() if row.instead_of]


@pytest.mark.parametrize("row", PAIRS, ids=lambda row: row.id)
def test_a_row_stands_instead_of_one_that_does_the_same_work(row: Row) -> None:
    other = plan.ROWS[row.instead_of or ""]
    assert other.framework == row.framework
    assert set(row.topics) <= set(other.topics or row.topics)
    described = [(each.server, each.interface, dict(each.factors)) for each in (row, other)]
    assert described[0] != described[1], "nothing is said to be different"


def test_every_ablation_has_its_row() -> None:
    ablations = [row for row in plan.ROWS.values() if Track.ABLATION in row.tracks]
    assert ablations
    assert [row.id for row in ablations if row not in PAIRS] == []


def test_the_row_of_a_new_project_has_the_middleware_of_one() -> None:
    template = Path(django.__file__).with_name("conf") / "project_template" / "project_name"
    text = (template / "settings.py-tpl").read_text("utf-8")
    written = re.search(r"MIDDLEWARE = (\[.*?\])", text, re.DOTALL)
    assert written
    source = (ROOT / "bench" / "ablations" / "django_default.py").read_text("utf-8")
    ours = re.search(r"MIDDLEWARE: list\[str\] = (\[.*?\])", source, re.DOTALL)
    assert ours
    assert ast.literal_eval(ours[1]) == ast.literal_eval(written[1])
