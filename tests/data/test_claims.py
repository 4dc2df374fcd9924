"""The ledger of claims: each figure is checked by what is known, and no figure is missing."""

import hashlib
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
import yaml

from fieldguide import benchmarks, claim_pages, measured
from fieldguide.__main__ import main
from fieldguide.catalogue import Catalogue, load
from fieldguide.claims import Entry, Outcome, Rule, Verdict, counts, ledger
from fieldguide.measured import Measurements, NoRun, Span
from fieldguide.site import Site
from tests.data.figures import amount, candidates
from tests.data.project import REPOSITORY, Mistake, Outline, Project, mistakes

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = ROOT.parent / "shared" / "sources"
"""Where the documents lie beside the repository, if they do."""
FILES = {
    "covetpy": "000-covetpy-showdown.md",
    "finboard": "001-finboard-performance.md",
    "crud": "002-crud-benchmark-readme.md",
    "betterstack": "003-betterstack-digest.md",
    "guide": "004-comprehensive-guide.md",
}
INVENTORY: dict[str, dict[int, list[str]]] = yaml.safe_load(
    Path(__file__).with_name("figures.yml").read_text("utf-8")
)
"""Every number that may be a figure, by publication and line, as `figures.py` finds them."""


@dataclass(frozen=True)
class Stub:
    """Measurements as a test wants them: rates and amounts by system."""

    rates: Mapping[str, Span] = field(default_factory=dict)
    amounts: Mapping[str, Span] = field(default_factory=dict)
    run: str | None = "a-run"

    def rate(self, scenario: str, system: str) -> Span | None:
        return self.rates.get(system) if scenario == "hello" else None

    def amount(self, scenario: str, metric: str, system: str) -> Span | None:
        return self.amounts.get(f"{system} {metric}")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(ROOT)


def entry(project: Project, figure: str, found: Measurements) -> Entry:
    """Return the entry of `claim/system`."""
    claim, _, system = figure.partition("/")
    (one,) = (
        each
        for each in ledger(project.catalogue(), found)
        if (each.claim.id, each.system) == (claim, system)
    )
    return one


def outcomes(one: Entry) -> dict[str, str]:
    return {check.rule.value: check.outcome.value for check in one.checks}


# ---------------------------------------------------------------------------------------- mistakes


@pytest.mark.parametrize("mistake", mistakes("claims"), ids=str)
def test_a_mistake_in_the_ledger_is_said_in_these_words(project: Project, mistake: Mistake) -> None:
    mistake.make(project)
    assert project.problems() == mistake.says.splitlines()
    for line in project.problems():
        assert line.isprintable()
        assert len(line) < 700


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/publications.yml", "title: The Herald", "title: 1"),
        ("data/claims.yml", "what: Time of a greeting", "what: 1"),
    ],
)
def test_what_refers_to_a_wrong_row_is_not_blamed(
    project: Project, file: str, old: str, new: str
) -> None:
    project.change(file, old, new)
    (line,) = project.problems()
    assert line.startswith(f"{file}:")


# ---------------------------------------------------------------------------------------- verdicts


def test_without_a_run_the_other_rules_decide(untouched: Project) -> None:
    alpha = entry(untouched, "herald-rate/alpha", NoRun())
    # 100 connections ÷ 2,000/s = 50 ms, as stated.
    assert outcomes(alpha) == {
        "line rate": "cannot tell",
        "Little's law": "passes",
        "implied cores": "cannot tell",
        "order": "cannot tell",
        "implied ratio": "cannot tell",
    }
    assert alpha.verdict is Verdict.INSUFFICIENT
    # 100 connections ÷ 1,000/s = 100 ms, against 20 ms.
    assert entry(untouched, "herald-rate/beta", NoRun()).verdict is Verdict.NOT_REPRODUCIBLE
    assert entry(untouched, "herald-time/beta", NoRun()).verdict is Verdict.NOT_REPRODUCIBLE
    assert entry(untouched, "herald-time/alpha", NoRun()).verdict is Verdict.INSUFFICIENT


def test_a_derived_figure_that_does_not_follow_is_not_reproducible(untouched: Project) -> None:
    factor = entry(untouched, "herald-factor/alpha", NoRun())
    assert outcomes(factor)["own arithmetic"] == "fails"
    assert factor.verdict is Verdict.NOT_REPRODUCIBLE


ALPHA, BETA = Span(1000, 950, 1050), Span(500, 480, 520)


def test_a_run_that_gives_the_same_ratio_reproduces(untouched: Project) -> None:
    found = Stub({"alpha": ALPHA, "beta": BETA})
    alpha = entry(untouched, "herald-rate/alpha", found)
    assert outcomes(alpha)["implied cores"] == "passes"
    assert outcomes(alpha)["implied ratio"] == "passes"
    assert alpha.verdict is Verdict.REPRODUCED
    assert alpha.measured == ALPHA


def test_a_run_that_gives_another_ratio_leaves_the_order(untouched: Project) -> None:
    found = Stub({"alpha": Span(5000, 4900, 5100), "beta": BETA})
    assert entry(untouched, "herald-rate/alpha", found).verdict is Verdict.ORDER_ONLY


def test_a_run_that_reverses_the_order_contradicts(untouched: Project) -> None:
    found = Stub({"alpha": Span(400, 390, 410), "beta": BETA})
    assert entry(untouched, "herald-rate/alpha", found).verdict is Verdict.NOT_REPRODUCIBLE


def test_a_figure_that_takes_too_many_cores_is_not_reproducible(untouched: Project) -> None:
    # 9,000/s ÷ 500/s = 18 cores; four are stated, each allowed three times ours.
    gamma = entry(untouched, "herald-rate/gamma", Stub({"gamma": BETA}))
    assert outcomes(gamma)["implied cores"] == "fails"
    assert gamma.verdict is Verdict.NOT_REPRODUCIBLE


def test_an_order_that_holds_is_said_even_where_another_rule_fails(untouched: Project) -> None:
    found = Stub({"alpha": ALPHA, "beta": BETA})
    beta = entry(untouched, "herald-rate/beta", found)
    assert outcomes(beta)["order"] == "passes"
    assert beta.verdict is Verdict.NOT_REPRODUCIBLE


def test_lighter_work_can_confirm_an_order_and_nothing_else(project: Project) -> None:
    project.change("data/claims.yml", "  measure: rate", "  lighter: true\n  measure: rate")
    same = Stub({"alpha": ALPHA, "beta": BETA})
    assert entry(project, "herald-rate/alpha", same).verdict is Verdict.ORDER_ONLY
    reversed_ = Stub({"alpha": Span(400, 390, 410), "beta": BETA})
    assert entry(project, "herald-rate/alpha", reversed_).verdict is Verdict.INSUFFICIENT


def test_a_factor_is_compared_with_the_measured_one(untouched: Project, project: Project) -> None:
    project.change("data/claims.yml", 'said: "3", value: 3', 'said: "2", value: 2')
    found = Stub({"alpha": Span(1500, 1450, 1550), "beta": BETA})
    assert entry(project, "herald-factor/alpha", found).verdict is Verdict.ORDER_ONLY
    found = Stub({"alpha": ALPHA, "beta": BETA})
    assert entry(project, "herald-factor/alpha", found).verdict is Verdict.REPRODUCED


def test_memory_is_compared_by_its_own_metric(project: Project) -> None:
    project.change(
        "data/claims.yml", "  measure: latency", "  scenario: hello\n  measure: idle memory"
    )
    project.change("data/claims.yml", "unit: ms", "unit: MB")
    project.change("data/claims.yml", "  latency: herald-time\n", "")
    found = Stub(amounts={"alpha idle_mb": Span(50, 49, 51), "beta idle_mb": Span(20, 19, 21)})
    assert entry(project, "herald-time/alpha", found).verdict is Verdict.REPRODUCED


def test_the_same_quantity_twice_with_different_values_fails(project: Project) -> None:
    project.change("data/claims.yml", "  latency: herald-time\n", "  quantity: speed\n")
    project.change(
        "data/claims.yml",
        "measure: latency\n  unit: ms",
        "measure: rate\n  unit: requests/s\n  quantity: speed",
    )
    assert outcomes(entry(project, "herald-rate/alpha", NoRun()))["agreement"] == "fails"
    assert "agreement" not in outcomes(entry(project, "herald-rate/gamma", NoRun()))


def test_without_a_run_below_the_root_there_is_none(untouched: Project) -> None:
    found = measured.published(untouched.root)
    assert found.run is None
    assert found.rate("hello", "alpha") is None
    assert found.amount("hello", "idle_mb", "alpha") is None


@dataclass(frozen=True)
class Row:
    id: str
    framework: str | None
    tracks: tuple[str, ...]


class Results:
    """A run in the shape in which `fieldguide.benchmarks` gives it."""

    class run:  # noqa: N801 - an attribute
        id = "a-run"
        scenarios = ()
        rows = (
            Row("alpha-threads", "alpha", ("documented",)),
            Row("alpha-workers", "alpha", ("documented", "family")),
            Row("alpha-bare", "alpha", ("ablation",)),
            Row("gamma-asgi", None, ("family",)),
        )

    RATES = {"alpha-threads": 10, "alpha-workers": 20, "alpha-bare": 90, "gamma-asgi": 5}

    def per_core(self, scenario: str, row: str) -> Span | None:
        rate = self.RATES[row]
        return Span(rate, rate - 1, rate + 1) if scenario == "hello" else None


def test_of_several_rows_the_best_that_is_documented_counts() -> None:
    run = measured.PublishedRun(cast("benchmarks.Results", Results()))
    assert run.run == "a-run"
    assert run.rate("hello", "alpha") == Span(20, 19, 21)
    assert run.rate("hello", "gamma") == Span(5, 4, 6)
    assert run.rate("hello", "delta") is None
    assert run.rate("upload", "alpha") is None
    assert run.amount("hello", "idle_mb", "alpha") is None


# ------------------------------------------------------------------------------------ completeness


def test_the_inventory_covers_the_publications(catalogue: Catalogue) -> None:
    assert list(INVENTORY) == list(catalogue.publications) == list(FILES)


@pytest.mark.parametrize("publication", FILES)
def test_every_number_is_in_the_ledger_or_set_aside_with_a_reason(
    catalogue: Catalogue, publication: str
) -> None:
    taken: dict[int, set[str]] = {}
    for claim in catalogue.claims.values():
        if claim.publication == publication:
            for figure in claim.figures.values():
                taken.setdefault(figure.line, set()).add(figure.said)
    stated = catalogue.publications[publication].set_aside
    aside = set(itertools.chain.from_iterable(row.lines for row in stated))
    found = INVENTORY[publication]
    missing = {line: set(said) - taken.get(line, set()) for line, said in found.items()}
    assert {line: left for line, left in missing.items() if left and line not in aside} == {}
    assert {line for line in aside if not missing.get(line)} == set(), "needlessly set aside"
    invented = {line: said - set(found.get(line, [])) for line, said in taken.items()}
    assert {line: left for line, left in invented.items() if left} == {}


@pytest.mark.parametrize("publication", FILES)
def test_the_inventory_and_the_digest_are_those_of_the_document(
    catalogue: Catalogue, publication: str
) -> None:
    path = DOCUMENTS / FILES[publication]
    if not path.is_file():
        pytest.skip("the document is not here; the inventory stands for it")
    row = catalogue.publications[publication]
    text = path.read_text("utf-8")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == row.sha256
    assert len(text.splitlines()) == row.lines
    assert candidates(text) == INVENTORY[publication]


def test_a_value_is_what_the_spelling_says(catalogue: Catalogue) -> None:
    for claim in catalogue.claims.values():
        for system, figure in claim.figures.items():
            assert (figure.value, figure.up_to) == amount(figure.said), f"{claim.id}/{system}"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("CovetPy ████ 5,200,000 RPS", ["5,200,000"]),
        ("# Result: 5M+ RPS, 0.8ms P99", ["5M+", "0.8"]),
        ("| **Small (10K users)** | $50 | ~3 | 1.2s | ⭐⭐ |", ["10K", "$50", "~3", "1.2", "⭐⭐"]),
        ("| 5,000-8,000 | v2 | `GET /a/1` |", ["5,000-8,000"]),
        ("INFO -   Duration: 2.46s", ["2.46"]),
        ("time.sleep(5); port 8000", []),
    ],
)
def test_numbers_with_units_and_numbers_in_tables_are_found(line: str, found: list[str]) -> None:
    assert candidates(line).get(1, []) == found


def test_every_publication_has_a_page_and_a_place_in_the_navigation(catalogue: Catalogue) -> None:
    navigation = re.findall(
        r"^ +- (.+): claims/(\w+)\.md$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE
    )
    titles = [(row.title, row.id) for row in catalogue.publications.values()]
    assert [(name.removesuffix(" comparison"), page) for name, page in navigation] == [
        (title.removesuffix(" comparison"), name) for title, name in titles
    ]
    for name in catalogue.publications:
        page = (ROOT / "docs" / "claims" / f"{name}.md").read_text("utf-8")
        assert f'claims_of("{name}")' in page


def test_verdicts_that_are_known_by_hand(catalogue: Catalogue) -> None:
    found = {f"{one.claim.id}/{one.system}": one for one in ledger(catalogue, NoRun())}
    # 5,000 uploads of 10 MB a second are 400 Gbit/s, on a link of 40.
    assert found["covetpy-upload-rate/django"].verdict is Verdict.IMPOSSIBLE
    # Printed once as 45 ms and once as 8.50 ms.
    assert found["covetpy-json-p99/fastapi"].verdict is Verdict.NOT_REPRODUCIBLE
    # 2,150 logins a second on eight cores.
    assert found["finboard-rate-100/fastapi"].verdict is Verdict.NOT_REPRODUCIBLE
    # 2,000 requests in 2.46 s of a script that waits for 3 s.
    assert found["crud-rate/fastapi"].verdict is Verdict.NOT_REPRODUCIBLE
    # 8.10 by its own weights, printed as 8.0.
    assert found["guide-score-total/flask"].verdict is Verdict.NOT_REPRODUCIBLE
    assert found["guide-score-total/django"].verdict is Verdict.INSUFFICIENT
    assert found["betterstack-rate/fastapi"].verdict is Verdict.INSUFFICIENT


def test_every_check_shows_its_working(catalogue: Catalogue) -> None:
    for one in ledger(catalogue, NoRun()):
        for check in one.checks:
            assert check.working, one.claim.id
            if check.outcome is not Outcome.CANNOT_TELL and check.rule is not Rule.ORDER:
                assert re.search(r"\d", check.working), check.working


# -------------------------------------------------------------------------------- the command line


def run(project: Project, *arguments: str) -> int:
    return main(["--root", str(project.root), "claims", *arguments])


def test_the_ledger_is_printed(untouched: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(untouched, "--system", "alpha", "--verdict", "not reproducible as published") == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0][:3] == ["000:40", "herald-factor", "Alpha"]
    assert " ".join(lines[2]) == "own arithmetic fails: 2,000 ÷ 1,000 = 2; printed: 3"
    assert " ".join(lines[-1]) == (
        "1 of 6 figures: 0 reproduced, 0 order only, 1 not reproducible as published, "
        "0 physically impossible, 0 insufficient information"
    )


@pytest.mark.parametrize(
    ("option", "word", "message"),
    [
        (
            "--verdict",
            "order-only",
            'there is no verdict "order-only"; did you mean "order only"?; ',
        ),
        ("--system", "gama", 'there is no system "gama"; did you mean "gamma"?; '),
        ("--publication", "herold", 'there is no publication "herold"; did you mean "herald"?; '),
    ],
)
def test_an_unknown_filter_is_refused(
    untouched: Project, capsys: pytest.CaptureFixture[str], option: str, word: str, message: str
) -> None:
    assert run(untouched, option, word) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"{message}allowed: ")


# ------------------------------------------------------------------------------------------- pages

FOUND = Stub({"alpha": ALPHA, "beta": BETA})


def site(project: Project) -> Site:
    return Site(project.catalogue(), REPOSITORY, "../")


def test_the_overview_counts_every_figure_once(untouched: Project) -> None:
    outline = Outline(claim_pages.overview(site(untouched), FOUND))
    found = counts(ledger(untouched.catalogue(), FOUND))
    assert sum(found.values()) == 6
    for each, count in found.items():
        assert f"{each.value}{count}{count}" in outline.text
    assert "Measured in the run a-run." in outline.text
    assert "No run of our own" in Outline(claim_pages.overview(site(untouched), NoRun())).text


def test_the_chart_shows_published_and_measured_rates(untouched: Project) -> None:
    outline = Outline(claim_pages.chart(site(untouched), FOUND, "herald"))
    (drawing,) = outline.all("svg")
    ids = {attributes["id"] for _, attributes in outline.elements if "id" in attributes}
    assert set(drawing["aria-labelledby"].split()) <= ids
    assert drawing["role"] == "img"
    # On a logarithmic axis, equal factors are equal distances: 2,000 and 1,000, 1,000 and 500.
    said = [float(circle["cx"]) for circle in outline.all("circle")]
    bars = [float(bar["x"]) + float(bar["width"]) / 2 for bar in outline.all("rect")]
    assert (len(said), len(bars)) == (3, 2)
    assert said[0] - said[1] == pytest.approx(bars[0] - bars[1], abs=1.0)
    assert "1,000 (950 to 1,050)" in outline.text
    assert outline.tags.count("details") == 1


def test_a_chart_without_a_run_has_no_bars(untouched: Project) -> None:
    outline = Outline(claim_pages.chart(site(untouched), NoRun()))
    assert outline.tags.count("circle") == 3
    assert outline.tags.count("rect") == 0


def test_a_publication_shows_each_figure_with_its_arithmetic(untouched: Project) -> None:
    outline = Outline(claim_pages.of_publication(site(untouched), NoRun(), "herald"))
    assert "100 connections ÷ 1,000/s = 100 ms mean latency; stated: 20 ms" in outline.text
    assert "Line 2: Its own date." in outline.text
    assert "A box of four cores; 100 connections; 1 Gbit/s (from line 3)" in outline.text
    assert "6: 3 not reproducible as published, 3 insufficient information" in outline.text


@pytest.mark.parametrize("render", [claim_pages.chart, claim_pages.of_publication])
def test_an_unknown_publication_names_those_that_exist(untouched: Project, render: object) -> None:
    assert callable(render)
    with pytest.raises(LookupError, match=r'no publication "herold"; did you mean "herald"\?'):
        render(site(untouched), NoRun(), "herold")


def test_the_rules_page_names_every_rule_and_every_verdict() -> None:
    text = Outline(claim_pages.rules()).text
    for word in [*Rule, *Verdict]:
        assert word.value in text
        assert word.meaning in text
