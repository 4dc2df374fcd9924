"""Every mistake in a data file is said in one line, word for word as `mistakes/data.yml` has it."""

import ast
import inspect
from typing import Any

import pytest
from pydantic_core import ErrorDetails

from fieldguide import catalogue, messages
from fieldguide.problems import Problem
from fieldguide.strict_yaml import Document
from tests.data.project import Mistake, Project, mistakes

MISTAKES = mistakes("data")


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_is_said_in_these_words(project: Project, mistake: Mistake) -> None:
    mistake.make(project)
    assert project.problems() == mistake.says.splitlines()


def test_no_two_mistakes_have_the_same_name() -> None:
    names = [mistake.name for mistake in MISTAKES]
    assert sorted(names) == sorted(set(names))


def test_the_small_project_has_no_mistake(untouched: Project) -> None:
    assert untouched.problems() == []


def test_many_mistakes_are_said_in_one_run_in_the_order_of_reading(project: Project) -> None:
    project.change("data/features.yml", "name: Greeting", "name: 1")
    project.change("data/features.yml", "name: Silence", "name: 2")
    project.change("data/features.yml", "name: Shelves", "name: 3")
    project.change("data/frameworks/beta.yml", "position: 2", "position: two")
    project.change("data/traits.yml", "name: Character", "name: Character\n  nam: Character")
    places = [line.split(": ", 1)[0] for line in project.problems()]
    assert places == [
        "data/features.yml:5:9",
        "data/features.yml:13:9",
        "data/features.yml:22:9",
        "data/frameworks/beta.yml:5:11",
        "data/traits.yml:4:3",
    ]


def _cases() -> list[set[str]]:
    """Return the kinds of errors that `messages` has words for, a set for each piece of code."""
    tree = ast.parse(inspect.getsource(messages))
    return [
        {
            node.value
            for node in ast.walk(case.pattern)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        for case in ast.walk(tree)
        if isinstance(case, ast.match_case)
    ]


def test_every_message_of_the_model_is_among_them(
    untouched: Project, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds: set[str] = set()
    rules: set[str] = set()

    def explain(document: Document, annotation: Any, detail: ErrorDetails) -> Problem:
        kinds.add(detail["type"])
        rules.add(detail["msg"])
        return messages.explain(document, annotation, detail)

    monkeypatch.setattr(catalogue, "explain", explain)
    for mistake in MISTAKES:
        project = untouched.copied(tmp_path_factory.mktemp("mistake"))
        mistake.make(project)
        catalogue.read(project.root)
    assert [case for case in _cases() if not case & kinds] == []
    assert set(messages._MEND) <= rules
    assert kinds <= set.union(*_cases()), "these have no words of their own"


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_message_is_one_printable_line_of_bearable_length(mistake: Mistake) -> None:
    for line in mistake.says.splitlines():
        assert line.isprintable()
        assert len(line) < 700
