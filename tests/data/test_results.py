"""What pages say of a run: each chart beside its table, each gap with its reason, no runs mixed."""

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from html import unescape
from pathlib import Path

import pytest

from fieldguide import (
    benchmarks,
    findings,
    measured,
    method,
    result_charts,
    result_details,
    results,
    run_pages,
    runs,
)
from fieldguide.benchmarks import Proof
from fieldguide.problems import DataError
from fieldguide.result_charts import Scale
from fieldguide.runs import NoRunError, Runs
from fieldguide.site import Site
from tests.data.project import Outline, Project
from tests.data.run import COSTS, Recipe
from tests.data.test_hostile import SIGNS, converter

ROOT = Path(__file__).parent.parent.parent

PAGES: dict[str, Callable[[Site, Runs], str]] = {
    "overview": lambda site, known: results.overview(site, known.published),
    "scenarios": lambda site, known: results.scenarios(site, known.published),
    "latency": lambda site, known: result_details.latency(site, known.published),
    "footprint": lambda site, known: result_details.footprint(site, known.published),
    "factors": lambda site, known: result_details.ablations(site, known.published),
    "provenance": lambda site, known: run_pages.provenance(site, known.published),
    "users": lambda site, known: result_details.users(site, known.with_scenario("users")),
    "runs": run_pages.run_list,
}


def pages(project: Project) -> dict[str, str]:
    """Return what each macro makes of the project's runs, on its way through Markdown."""
    site, known, markdown = project.site(), runs.read(project.root), converter(project)
    return {name: markdown.reset().convert(render(site, known)) for name, render in PAGES.items()}


@pytest.fixture(scope="module")
def shown(untouched: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pages of a project with one run."""
    project = untouched.copied(tmp_path_factory.mktemp("run"))
    Recipe().write(project.root)
    return pages(project)


def text(html: str) -> str:
    """Return the text of whole HTML."""
    return " ".join(Outline(html).text.split())


def words(html: str) -> str:
    """Return the text of a piece of HTML, which may begin or end anywhere."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def table_rows(html: str) -> list[str]:
    """Return the text of each row of all tables."""
    found = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    return [words(row) for row in found]


# ------------------------------------------------------------------------------------------ charts


@pytest.mark.parametrize("page", ["scenarios", "latency", "footprint", "factors"])
def test_what_a_chart_says_stands_in_a_table(shown: dict[str, str], page: str) -> None:
    charts = re.findall(r"<svg.*?</svg>", shown[page], re.DOTALL)
    assert charts
    rows = table_rows(shown[page])
    for chart in charts:
        labels = [unescape(label) for label in re.findall(r"<text[^>]*>([^<]+)</text>", chart)]
        axis = chart.count('text-anchor="middle"')
        pairs = list(zip(labels[axis::2], labels[axis + 1 :: 2], strict=True))
        assert len(pairs) >= 1
        for name, said in pairs:
            figures = re.findall(r"[\d.,]*\d", said)
            assert any(
                row.startswith(name) and all(figure in row for figure in figures) for row in rows
            ), f"{page}: no table says {said} of {name}"


@pytest.mark.parametrize("page", ["overview", "scenarios", "latency", "footprint", "factors"])
def test_a_chart_is_named_and_followed_by_its_table(shown: dict[str, str], page: str) -> None:
    html = shown[page]
    charts = [Outline(chart) for chart in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]
    ids = [chart.all("title")[0]["id"] for chart in charts]
    assert len(ids) == len(set(ids)) >= 1
    for chart in charts:
        (svg,) = chart.all("svg")
        assert svg["role"] == "img"
        assert svg["aria-labelledby"] == chart.all("title")[0]["id"]
        assert "the table below says the same" in chart.text
    assert html.rindex("<table>") > html.rindex("</svg>")


def test_every_round_and_the_resolution_are_drawn(shown: dict[str, str]) -> None:
    chart = re.findall(r"<svg.*?</svg>", shown["scenarios"], re.DOTALL)[0]
    outline = Outline(chart)
    assert len(outline.all("circle")) == 8 * len(COSTS)
    (band,) = [mark for mark in outline.all("rect") if mark["class"] == "results__band"]
    assert float(band["width"]) > 1
    assert "differed from itself by up to 2.0%" in text(shown["scenarios"])


def test_the_overview_says_how_far_the_dearest_is_from_the_cheapest(shown: dict[str, str]) -> None:
    rows = table_rows(shown["overview"])
    assert rows[1] == (
        "Greeting Alpha: 202 µs a request 1.00 × 1.00 – 1.00 0.50 × 0.50 – 0.50 "
        "2.00 × 2.00 – 2.00 ± 2.0%"
    )
    assert [row.split()[0] for row in rows[1:]] == ["Greeting", "Store"], "the lightest work first"


def test_equal_ratios_are_equally_far_apart() -> None:
    scale = Scale([0.1, 10], logarithmic=True)
    assert scale.x(0.5) - scale.x(0.25) == pytest.approx(scale.x(8) - scale.x(4), abs=0.2)
    assert Scale([40], logarithmic=False).x(0) == 10


@pytest.mark.parametrize(
    ("values", "logarithmic"),
    [
        ([0.2, 12], True), ([0.97, 1.04], True), ([1, 1], True), ([2, 90_000], True),
        ([1700], False), ([0.4], False), ([], True), ([], False), ([1e-3, 1e9], True),
    ],
)  # fmt: skip
def test_the_values_on_an_axis_can_be_told_apart(values: list[float], logarithmic: bool) -> None:
    scale = Scale(values, logarithmic=logarithmic)
    places = [scale.x(step) for step in scale.steps()]
    assert places
    assert all(b - a >= 38 for a, b in itertools.pairwise(places))
    assert all(10 <= place <= 470 for place in places)


def test_marks_look_like_those_of_tabs_and_tables() -> None:
    css = (ROOT / "docs/assets/css/site.css").read_text("utf-8")
    for framework, path in result_charts.MARKS.items():
        line = next(row for row in css.splitlines() if f'data-framework="{framework}"]' in row)
        assert f"d='{path}'" in line


# ------------------------------------------------------------------------------------------- rows


def test_each_row_has_its_command_its_versions_and_its_rounds(shown: dict[str, str]) -> None:
    html = shown["scenarios"]
    for row in COSTS:
        assert f"<code>serverlet {row} --port 8000</code>" in unescape(html)
        assert f"/blob/main/data/benchmarks/full-1/greet-work.{row}.json" in html
    assert "CPython 3.11.9; serverlet 0.9, extra 2.0" in text(html)
    assert "topics/greet/?framework=beta" in html


def test_rows_that_cannot_be_told_apart_share_a_rank(project: Project) -> None:
    Recipe(costs=COSTS | {"floor": 101.0}).write(project.root)
    found = [row for row in table_rows(pages(project)["scenarios"]) if " = " in row]
    assert [row.split(";")[0] for row in found[:2]] == ["Beta threads", "Threads alone threads"]
    assert all(" 1 = " in row for row in found[:2])


def test_what_has_no_value_says_why(shown: dict[str, str]) -> None:
    said = text(shown["scenarios"])
    assert "Broken has no value: 3 × a wrong answer" in said
    assert "Ghost: Nobody has built it. Build it." in said
    assert "Beta was not measured: Beta leaves shelves to Alpha." in said
    assert "Broken has no value: 3 × a wrong answer" in text(shown["latency"])


def test_a_factor_is_its_row_divided_by_the_row_without_it(shown: dict[str, str]) -> None:
    rows = table_rows(shown["factors"])
    assert [row for row in rows if row.startswith("Alpha, bare")] == [
        "Alpha, bare instead of Alpha access log: as documented → no 0.80 × 0.80 – 0.80 "
        "1.25 × 1.25 – 1.25 0.80 × 0.80 – 0.80 serverlet alpha-bare --port 8000"
    ] * 2, "once in each scenario"


def test_latency_counts_every_rate_that_nothing_holds_up(shown: dict[str, str]) -> None:
    headings = re.findall(r"<h3[^>]*>([^<]+)", shown["latency"])
    assert [unescape(heading) for heading in headings] == [
        "At 50 requests a second",
        "At half of the row's own capacity",
        "At four fifths of the row's own capacity",
    ]


def test_users_say_what_they_waited_and_how_busy_the_server_was(shown: dict[str, str]) -> None:
    rows = table_rows(shown["users"])
    assert rows[0] == "Row Of one core p50 p90 p99 Requests a second Rounds"
    assert [row.split()[0] for row in rows[1:]] == ["Beta", "Alpha"], "the least busy first"
    assert rows[1].startswith("Beta threads; as documented 10.1 % 9.70 – 10.6 50.5")
    assert "8 users for 1 s" in text(shown["users"])
    assert "Broken has no value: 3 × a wrong answer" in text(shown["users"])


def test_what_users_meet_is_nothing_to_compare_costs_by(shown: dict[str, str]) -> None:
    for page in ("overview", "scenarios", "latency", "footprint", "factors"):
        assert "Users" not in words(shown[page])


def test_few_rounds_are_no_interval(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.data.run.NOISE", (1.0, 1.1, 0.9))
    Recipe().write(project.root)
    assert "intervals are ranges, at 75% at least" in text(pages(project)["scenarios"])


# ------------------------------------------------------------------------------------------- runs


def test_without_a_run_the_command_is_named(project: Project) -> None:
    Recipe(kind="smoke", id="smoke-1").write(project.root)
    Recipe(finished=False, id="full-2").write(project.root)
    Recipe(contributed=True).write(project.root)
    with pytest.raises(NoRunError, match=r"no finished full run of method 1.*`make bench`"):
        runs.read(project.root)


def test_a_broken_run_is_said_with_its_line(project: Project) -> None:
    folder = Recipe().write(project.root)
    project.change("data/benchmarks/full-1/run.json", '"seed": 7', '"seed": "seven"')
    with pytest.raises(DataError, match=r"full-1/run.json:\d+:\d+: seed: has to be"):
        runs.read(project.root)
    assert any("seed: has to be" in line for line in project.problems())
    assert folder.is_dir()


def test_the_newest_of_our_runs_is_published(project: Project) -> None:
    for name, day in (("full-a", 2), ("full-b", 3), ("full-c", 1)):
        Recipe(id=name, day=day).write(project.root)
    known = runs.read(project.root)
    assert known.published.run.id == "full-b"
    assert [one.run.id for one in known.earlier] == ["full-a", "full-c"]


def test_a_part_is_listed_and_replaces_no_run(project: Project) -> None:
    Recipe(id="full-a", day=1).write(project.root)
    Recipe(id="part-b", kind="part", day=2).write(project.root)
    assert project.problems() == []
    known = runs.read(project.root)
    assert known.published.run.id == "full-a"
    assert measured.published(project.root).run == "full-a"
    assert [one.run.id for one in known.parts] == ["part-b"]
    html = pages(project)["runs"]
    assert html.index("part-b") < html.index("full-a"), "the newest first"
    assert "a part: Greeting, Store, Users" in words(html)
    assert "Alpha, bare" in words(html.partition("full-a")[0]), "a part is shown with all rows"


def test_rows_that_the_published_run_lacks_are_looked_for_in_parts(project: Project) -> None:
    few = {row: COSTS[row] for row in ("alpha-threads", "beta-loop")}
    Recipe(id="full-a", day=3, costs=few).write(project.root)
    Recipe(id="part-b", kind="part", day=1).write(project.root)
    Recipe(id="part-c", kind="part", day=2).write(project.root)
    known = runs.read(project.root)
    found = {
        row: one.run.id
        for row in ("beta-loop", "alpha-bare")
        if (one := known.with_scenario("greet-work", row))
    }
    assert found == {"beta-loop": "full-a", "alpha-bare": "part-c"}
    assert known.with_scenario("greet-work", "ghost") is None
    part = known.with_scenario("greet-work", "alpha-bare")
    assert part is not None
    said = findings.ratio(
        project.site(), part, "greet-work", "alpha-bare", "alpha-threads", (0.7, 0.9)
    )
    assert "speed/runs/#part-c" in said


def test_without_users_the_command_is_named(project: Project) -> None:
    Recipe().write(project.root)
    with pytest.raises(LookupError, match="`python -m bench run --scenario users`"):
        result_details.users(project.site(), runs.read(project.root).with_scenario("visitors"))


def test_a_run_after_which_a_contract_failed_is_not_published(project: Project) -> None:
    held = Proof(passed=1200, failed=0)
    Recipe(id="full-a", day=1, before=held, after=held).write(project.root)
    Recipe(id="full-b", day=2, before=held, after=Proof(passed=1199, failed=1)).write(project.root)
    known = runs.read(project.root)
    assert known.published.run.id == "full-a"
    assert known.earlier == []
    assert "before the run 1,200 tests passed; after the run 1,200 tests passed" in text(
        pages(project)["provenance"]
    )


def test_a_run_of_another_method_is_listed_and_not_compared(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    Recipe(id="full-old", day=9).write(project.root)
    Recipe(id="full-new", method=2, day=1).write(project.root)
    assert any("method: is no version of the method yet (found 2)" in line
               for line in project.problems())  # fmt: skip
    second = method.Version(2, date(2025, 6, 2), "Another load.")
    monkeypatch.setattr(method, "VERSIONS", (*method.VERSIONS, second))
    monkeypatch.setattr(method, "VERSION", 2)
    benchmarks._load.cache_clear()
    known = runs.read(project.root)
    assert known.published.run.id == "full-new"
    html = pages(project)["runs"]
    newer, older = html.index('id="method-2"'), html.index('id="method-1"')
    assert newer < html.index("full-new") < older < html.index("full-old")
    assert '<th scope="row">Greeting' in html[newer:older]
    assert '<th scope="row">Greeting' not in html[older:]
    assert "method 1, not compared" in words(html[older:].partition("</section>")[0])
    assert "Another load." in run_pages.versions()


def test_a_contributed_run_is_shown_apart_and_never_mixed(
    project: Project, shown: dict[str, str]
) -> None:
    Recipe().write(project.root)
    costs = {row: cost * 7 for row, cost in COSTS.items()} | {"beta-loop": 9.0}
    Recipe(id="full-theirs", day=20, contributed=True, costs=costs).write(project.root)
    assert project.problems() == []
    with_it = pages(project)
    assert {name: html for name, html in with_it.items() if name != "runs"} == {
        name: html for name, html in shown.items() if name != "runs"
    }
    ours, theirs = with_it["runs"].split('id="contributed"')
    assert "full-theirs" not in ours
    assert "Core of full-theirs" in words(theirs)
    assert "There is none yet." in text(shown["runs"])
    found = measured.published(project.root)
    assert found.run == "full-1"


def test_a_contributed_run_has_to_be_a_full_one(project: Project) -> None:
    Recipe(id="smoke-theirs", kind="smoke", contributed=True).write(project.root)
    (line,) = project.problems()
    assert line == (
        "data/benchmarks/contributed/smoke-theirs/run.json:1:1: kind: is no full run that was "
        "finished; a contributed one has to be: `make bench`"
    )


def test_a_contributed_run_is_checked_like_ours(project: Project) -> None:
    folder = Recipe(contributed=True).write(project.root)
    (folder / "notes.txt").write_text("best of three", "utf-8")
    project.change("data/benchmarks/contributed/full-1/run.json", '"id": "full-1"', '"id": "x"')
    assert [line.partition(": ")[0] for line in project.problems()] == [
        "data/benchmarks/contributed/full-1/notes.txt:1:1",
        "data/benchmarks/contributed/full-1/run.json:1:1",
    ]


def test_a_run_says_what_has_moved_on_since(project: Project) -> None:
    Recipe(id="full-old", day=1, version="0.8").write(project.root)
    Recipe(id="full-new", day=2).write(project.root)
    old = benchmarks.load(project.root / "data/benchmarks/full-old", project.root)
    assert runs.moved(project.catalogue(), old) == [runs.Moved("serverlet", "0.8", "0.9")]
    html = pages(project)["runs"]
    new, old_html = html.split('<details id="full-old">')
    assert "Since then" not in new
    assert "made on other versions than those pinned now" in old_html
    assert "serverlet 0.8 → 0.9" in words(old_html)


# ---------------------------------------------------------------------------------------- hostile


def marked(mark: str, said: str) -> str:
    """Return the beginning of what a run says, with a mark behind it."""
    return f"{said[:20]} {mark}"


@pytest.mark.parametrize("sign", SIGNS)
def test_no_sign_in_a_run_makes_an_element(project: Project, sign: str) -> None:
    outlines = []
    for index, word in enumerate(("plain", sign)):
        copy = project.copied(project.root / f"copy-{index}")
        recipe = Recipe(word=partial(marked, word))
        recipe.write(copy.root)
        replace(recipe, contributed=True, id="full-theirs").write(copy.root)
        outlines.append({name: Outline(html) for name, html in pages(copy).items()})
    plain, hostile = outlines
    for name, outline in hostile.items():
        assert [tag for tag, _ in outline.shape()] == [tag for tag, _ in plain[name].shape()], name
        values = "".join("".join(attributes.values()) for _, attributes in outline.elements)
        assert sign in outline.text + values, name
        for _, attributes in outline.elements:
            assert not {"onload", "onclick", "onerror", "onmouseover"} & set(attributes), name
            for attribute in ("href", "src", "style", "id", "class"):
                assert sign not in attributes.get(attribute, ""), name
