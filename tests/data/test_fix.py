"""`python -m fieldguide fix` mends what a machine can mend, keeps comments, says what it did."""

import pytest

from fieldguide import fix
from fieldguide.__main__ import main
from tests.data.project import Project

SHUFFLED = """# yaml-language-server: $schema=schema/sources.schema.json
# Measured here
- id: disk-use # a size
  title: Size of a minimal installation
  publisher: This guide
  kind: measurement
  method: Installed into an empty folder, then counted.

# Two lines about Beta,
# of which this is the second.
- id: beta-docs
  title: Beta's manual # with "quotes"
  publisher: The Beta project
  kind: documentation
  url: https://beta.example/manual/
- id: alpha-notes
  title: Notes on Alpha
  publisher: The Alpha project
  kind: release notes
  url: https://alpha.example/notes/"""

SORTED = """# yaml-language-server: $schema=schema/sources.schema.json
- id: alpha-notes
  title: Notes on Alpha
  publisher: The Alpha project
  kind: release notes
  url: https://alpha.example/notes/

# Two lines about Beta,
# of which this is the second.
- id: beta-docs
  title: Beta's manual # with "quotes"
  publisher: The Beta project
  kind: documentation
  url: https://beta.example/manual/
# Measured here
- id: disk-use # a size
  title: Size of a minimal installation
  publisher: This guide
  kind: measurement
  method: Installed into an empty folder, then counted.
"""


def run(project: Project) -> int:
    return main(["--root", str(project.root), "fix"])


def test_nothing_is_mended_where_nothing_is_wrong(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(project) == 0
    assert capsys.readouterr().out == "Nothing to mend.\n"


def test_rows_are_sorted_with_the_comments_above_them(project: Project) -> None:
    project.write("data/sources.yml", SHUFFLED)
    fix.fix(project.root)
    text = (project.root / "data/sources.yml").read_text("utf-8")
    assert text == SORTED
    assert project.problems() == []


def test_it_fails_when_it_changed_something_and_then_succeeds(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write("data/sources.yml", SHUFFLED)
    project.write("data/schema/topics.schema.json", "{}")
    assert run(project) == 1
    assert capsys.readouterr().out.splitlines() == [
        "rewrote data/schema/topics.schema.json",
        "rewrote data/sources.yml",
        "Look at the changes and commit them.",
    ]
    assert run(project) == 0


@pytest.mark.parametrize("file", ["data/features.yml", "data/topics.yml"])
def test_groups_are_brought_together_in_the_order_of_the_pages(project: Project, file: str) -> None:
    text = (project.root / file).read_text("utf-8")
    project.write(file, text.replace("group: requests", "group: production", 1))
    assert any("run `make fix`" in line for line in project.problems())
    before = load_ids(project, file)
    fix.fix(project.root)
    assert project.problems() == []
    assert load_ids(project, file) == [*before[1:], before[0]]


def load_ids(project: Project, file: str) -> list[str]:
    lines = (project.root / file).read_text("utf-8").splitlines()
    return [line.removeprefix("- id: ") for line in lines if line.startswith("- id: ")]


@pytest.mark.parametrize("file", ["data/traits.yml", "data/frameworks/alpha.yml"])
@pytest.mark.parametrize("first", ["", "# yaml-language-server: $schema=elsewhere.json\n"])
def test_the_first_line_names_the_schema(project: Project, file: str, first: str) -> None:
    whole = (project.root / file).read_text("utf-8")
    project.write(file, first + whole.partition("\n")[2])
    assert fix.fix(project.root) == [project.root / file]
    assert (project.root / file).read_text("utf-8") == whole


def test_the_mark_that_some_editors_put_first_is_taken_away(project: Project) -> None:
    whole = (project.root / "data/traits.yml").read_bytes()
    project.write("data/traits.yml", b"\xef\xbb\xbf" + whole)
    fix.fix(project.root)
    assert (project.root / "data/traits.yml").read_bytes() == whole


@pytest.mark.parametrize(
    "content", ["- id: b\n  <<: off\n- id: a\n", "- {", "", "- id: b\n- id: b\n  id: a\n"]
)
def test_a_file_that_cannot_be_read_is_left_as_it_is(project: Project, content: str) -> None:
    project.write("data/sources.yml", content)
    assert fix.fix(project.root) == []
    assert (project.root / "data/sources.yml").read_text("utf-8") == content


@pytest.mark.parametrize(
    "rows",
    [
        "[{id: b}, {id: a}]\n",
        "- text\n- id: a\n",
        "id: b\n",
        "- [b]\n- [a]\n",
    ],
)
def test_rows_that_are_written_otherwise_keep_their_order(project: Project, rows: str) -> None:
    first = "# yaml-language-server: $schema=schema/sources.schema.json\n"
    project.write("data/sources.yml", first + rows)
    assert fix.fix(project.root) == []


def test_missing_schemas_are_written(project: Project) -> None:
    for path in (project.root / "data/schema").iterdir():
        path.unlink()
    assert len(fix.fix(project.root)) == 8
    assert project.problems() == []
