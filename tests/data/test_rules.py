"""What holds between rows is asked even if other rows are wrong, and nothing is asked in vain."""

import pytest

from fieldguide.catalogue import load
from fieldguide.problems import DataError
from tests.data.project import Project


def test_a_wrong_row_hides_no_mistake_of_another(project: Project) -> None:
    project.change("data/features.yml", "name: Silence", "name: 1")
    project.change("data/features.yml", "proof: greet", "proof: greets")
    assert [line.split(" ")[0] for line in project.problems()] == [
        "data/features.yml:9:39:",
        "data/features.yml:13:9:",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/sources.yml", "kind: documentation", "kind: hearsay"),
        ("data/topics.yml", "name: Store", "name: 1"),
        ("data/frameworks/beta.yml", "name: Beta", "name: 1"),
        ("data/features.yml", "name: Silence", "name: 1"),
        ("data/traits.yml", "name: Character", "name: 1"),
        ("data/tested/3.11.yml", "recorded: 2025-06-03", "recorded: soon"),
    ],
)
def test_what_refers_to_a_wrong_row_is_not_blamed(
    project: Project, file: str, old: str, new: str
) -> None:
    project.change(file, old, new)
    (line,) = project.problems()
    assert line.startswith(f"{file}:")


@pytest.mark.parametrize(
    "file",
    [
        "data/sources.yml",
        "data/topics.yml",
        "data/features.yml",
        "data/traits.yml",
        "data/frameworks/beta.yml",
    ],
)
def test_a_file_that_cannot_be_parsed_is_one_line(project: Project, file: str) -> None:
    project.write(file, "- [a, b")
    (line,) = project.problems()
    assert line.startswith(f"{file}:1:3: is not valid YAML (")


def test_the_error_of_loading_holds_every_problem(project: Project) -> None:
    project.change("data/features.yml", "name: Greeting", "name: 1")
    project.change("data/traits.yml", "name: Character", "name: 2")
    with pytest.raises(DataError) as raised:
        load(project.root)
    assert [problem.file for problem in raised.value.problems] == [
        "data/features.yml",
        "data/traits.yml",
    ]
    assert str(raised.value).splitlines() == [str(problem) for problem in raised.value.problems]


def test_a_framework_is_answered_by_itself_or_by_the_one_it_points_to(untouched: Project) -> None:
    found = untouched.catalogue()
    assert found.answered_by("alpha", found.topics["store"]) == "alpha"
    assert found.answered_by("beta", found.topics["store"]) == "alpha"
    assert found.answered_by("beta", found.topics["greet"]) == "beta"


def test_frameworks_stand_in_the_order_of_their_positions(project: Project) -> None:
    project.change("data/frameworks/alpha.yml", "position: 1", "position: 3")
    assert list(project.catalogue().frameworks) == ["beta", "alpha"]


def test_rows_cannot_be_changed(untouched: Project) -> None:
    feature = untouched.catalogue().features["greeting"]
    with pytest.raises(ValueError, match="frozen"):
        feature.name = "Other"


def test_a_command_that_may_be_left_out_is_a_command(project: Project) -> None:
    project.change(
        "data/topics.yml",
        "  question: How does it greet?",
        "  optional_commands: [wave]\n  question: How does it greet?",
    )
    (line,) = project.problems()
    said = 'optional_commands.item 1: is no command of this topic (found "wave"); allowed: none;'
    assert said in line


def test_a_topic_with_commands_spells_them_out_for_each_framework(project: Project) -> None:
    project.change(
        "data/topics.yml",
        "  question: How does it greet?",
        "  commands: {wave: Wave a hand.}\n  cells: {alpha: {commands: {wave: python -m wave}}}\n"
        "  question: How does it greet?",
    )
    (line,) = project.problems()
    assert (
        "greet.cells: has no cell for beta, which needs the commands of this topic (wave)" in line
    )
