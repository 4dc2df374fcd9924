"""A figure in a sentence is that of the published run, or the build says that it is not."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from fieldguide import findings, runs
from fieldguide.benchmarks import Metric, Results
from fieldguide.findings import OutdatedError
from fieldguide.site import Site
from tests.data.project import Project
from tests.data.run import Recipe

Shown = tuple[Site, Results]


@pytest.fixture
def shown(project: Project) -> Shown:
    """A project's run, in which Beta spends 100 µs where Alpha spends 200."""
    Recipe().write(project.root)
    return project.site(), runs.read(project.root).published


def words(html: str) -> str:
    """Return the text of a piece of HTML."""
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_a_ratio_has_its_interval_and_leads_to_its_chart(shown: Shown) -> None:
    said = findings.ratio(*shown, "greet-work", "beta-loop", "alpha-threads", (0.4, 0.6))
    assert words(said) == "0.50 × (0.50–0.50)"
    assert f'href="{shown[0].base}speed/scenarios/#greet-work"' in said


def test_a_value_has_its_unit(shown: Shown) -> None:
    said = words(findings.value(*shown, "greet-work", "alpha-threads", (150, 250)))
    assert re.fullmatch(r"20\d µs \(1\d\d–2\d\d\)", said)
    start = findings.value(*shown, "greet-work", "alpha-threads", (0, 1e6), "start_ms")
    assert " ms (" in words(start)


@pytest.mark.parametrize("between", [(0.6, 0.9), (0.1, 0.4)])
def test_a_sentence_that_the_run_contradicts_is_refused(
    shown: Shown, between: tuple[float, float]
) -> None:
    with pytest.raises(OutdatedError) as caught:
        findings.ratio(*shown, "greet-work", "beta-loop", "alpha-threads", between)
    message = str(caught.value)
    assert "the run full-1 says 0.5 (0.5–0.5)" in message
    assert f"not between {between[0]:g} and {between[1]:g}" in message


def test_an_interval_that_only_touches_the_bounds_is_refused(shown: Shown) -> None:
    site, results = shown
    known = results.table("greet-work", Metric.CPU).lines
    whole = next(line.value for line in known if line.row.id == "alpha-threads")
    assert whole.low < whole.median < whole.high
    findings.value(site, results, "greet-work", "alpha-threads", (whole.low, whole.high))
    with pytest.raises(OutdatedError):
        findings.value(site, results, "greet-work", "alpha-threads", (whole.median, whole.high))


@pytest.mark.parametrize(
    ("arguments", "wrong", "allowed"),
    [
        (("greet-werk", "beta-loop", "alpha-threads", (0, 9)), "greet-werk", "greet-work"),
        (("greet-work", "beta-lop", "alpha-threads", (0, 9)), "beta-lop", "beta-loop"),
        (("greet-work", "beta-loop", "ghost", (0, 9)), "ghost", "alpha-threads"),
        (("greet-work", "beta-loop", "alpha-threads", (0, 9), "cpu"), "cpu", "cpu_us"),
        (("greet-work", "beta-loop", "alpha-threads", (0, 9), "cpu_us", "full"), "full", "half"),
        (("greet-work", "broken", "alpha-threads", (0, 9)), "broken", "share no round"),
    ],
)
def test_a_name_that_is_unknown_is_answered_by_those_that_are(
    shown: Shown, arguments: tuple[Any, ...], wrong: str, allowed: str
) -> None:
    with pytest.raises(LookupError) as caught:
        findings.ratio(*shown, *arguments)
    assert wrong in str(caught.value)
    assert allowed in str(caught.value)


def test_every_sentence_of_the_pages_fits_the_published_run() -> None:
    # The build of the site fails otherwise; this sees that there is something to fail.
    pages = (Path(__file__).parent.parent.parent / "docs").rglob("*.md")
    assert sum(page.read_text("utf-8").count("{@ speed_ratio(") for page in pages) > 10
