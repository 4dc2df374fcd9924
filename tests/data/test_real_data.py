"""The data that the site is made of: complete, sourced, and true of what is installed."""

import itertools
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from fieldguide import check, record
from fieldguide.catalogue import Catalogue, read
from fieldguide.model import Feature, Trait

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    found, problems = read(ROOT)
    assert [str(problem) for problem in problems] == []
    return found


def test_nothing_is_wrong_with_data_and_references() -> None:
    assert [str(problem) for problem in check.problems(ROOT)] == []


def test_the_six_frameworks_are_there_in_the_order_of_the_site(catalogue: Catalogue) -> None:
    assert list(catalogue.frameworks) == ["django", "drf", "flask", "fastapi", "tornado", "sanic"]


def test_every_framework_has_a_cell_in_every_row(catalogue: Catalogue) -> None:
    rows: list[Feature | Trait] = [*catalogue.features.values(), *catalogue.traits.values()]
    assert rows
    for row in rows:
        assert set(row.cells) == set(catalogue.frameworks), row.id


def test_there_are_enough_capabilities(catalogue: Catalogue) -> None:
    assert len(catalogue.features) >= 24


def test_every_source_is_reached_by_https_or_measured_here(catalogue: Catalogue) -> None:
    for source in catalogue.sources.values():
        assert source.method if source.url is None else source.url.startswith("https://"), source.id


def test_every_topic_has_a_snippet_or_a_reason_in_every_framework(catalogue: Catalogue) -> None:
    for topic, slug in itertools.product(catalogue.topics.values(), catalogue.frameworks):
        cell = topic.cells.get(slug)
        has_snippet = bool(catalogue.snippet_files(slug, topic.id))
        has_reason = bool(cell and cell.reason)
        assert has_snippet != has_reason, f"{slug}/{topic.id}: a snippet or a reason, not both"
        if cell and cell.see:
            assert catalogue.snippet_files(cell.see, topic.id), f"{slug}/{topic.id}: see {cell.see}"


def test_every_topic_has_a_contract_and_a_page(catalogue: Catalogue) -> None:
    for topic in catalogue.topics:
        assert (ROOT / "tests" / "snippets" / f"test_{topic}.py").is_file()
        assert (ROOT / "docs" / "topics" / f"{topic}.md").is_file()


def test_a_topic_has_one_name_in_data_on_its_page_and_in_the_navigation(
    catalogue: Catalogue,
) -> None:
    navigation = re.findall(
        r"^ +- (.+): topics/(\w+)\.md$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE
    )
    assert navigation == [(topic.name, topic.id) for topic in catalogue.topics.values()]
    for topic in catalogue.topics.values():
        page = (ROOT / "docs" / "topics" / f"{topic.id}.md").read_text("utf-8")
        assert f"\n# {topic.name}\n" in page


def test_every_framework_has_a_guide_and_a_mark(catalogue: Catalogue) -> None:
    for slug in catalogue.frameworks:
        assert (ROOT / "docs" / "guides" / f"{slug}.md").is_file()
        assert (ROOT / "docs" / "assets" / "marks" / f"{slug}.svg").is_file()


def pinned(python: str) -> dict[str, str]:
    """Return the version that requirements.txt pins for each package on a Python version."""
    found: dict[str, str] = {}
    environment = {"python_version": python, "python_full_version": f"{python}.99", "extra": ""}
    for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines():
        if line[:1].isalnum():
            requirement = Requirement(line.removesuffix("\\").strip())
            if not requirement.marker or requirement.marker.evaluate(environment):
                found[requirement.name] = str(requirement.specifier).removeprefix("==")
    return found


def test_what_was_tested_is_what_is_pinned(catalogue: Catalogue) -> None:
    assert record.MAIN_PYTHON in catalogue.tested, "nothing was recorded: run `make record`"
    names = set(record.installed(catalogue))
    for python, tested in catalogue.tested.items():
        pins = {name: version for name, version in pinned(python).items() if name in names}
        assert tested.packages == pins, f"the record for Python {python} is old: run `make record`"
        missing = set(catalogue.topics) - set(tested.topics)
        assert not missing, f"Python {python}: nothing proves {sorted(missing)}: run `make record`"
