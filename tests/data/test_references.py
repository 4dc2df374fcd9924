"""Each reference of a page leads somewhere, and each snippet and section is shown by some page."""

import pytest

from tests.data.project import Mistake, Project, mistakes

MISTAKES = mistakes("references")


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_is_said_in_these_words(project: Project, mistake: Mistake) -> None:
    mistake.make(project)
    assert project.problems() == mistake.says.splitlines()


def test_no_two_mistakes_have_the_same_name() -> None:
    names = [mistake.name for mistake in MISTAKES]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    "text",
    [
        "```shell\nmake test\n```",
        "~~~text\nplain\n~~~",
        "````markdown\n```python\nprint(1)\n```\n````",
        '```yaml title="data/features.yml"\n- id: x\n```',
        "```\nno language\n```",
        '```text\n;--8<-- "alpha/greet.py"\n```',
        'In the middle of a line `--8<-- "alpha/greet.py"` is text.',
        "`# --8<-- [start:view]` starts a section.",
        '{@ snippet("beta/greet.py") @} and {@ side_by_side("store") @} on one line',
        '{@  snippet( "alpha/greet.py:app" )  @}',
        "{@ snippet('alpha/greet.py:app') @}",
        '{@ matrix("data", only=["alpha"]) @}',
    ],
)
def test_this_may_stand_on_a_page(project: Project, text: str) -> None:
    project.change("docs/index.md", "Beta says", f"{text}\n\nBeta says")
    assert project.problems() == []


def test_a_broken_macro_is_left_to_the_build_which_knows_its_place(project: Project) -> None:
    project.change("docs/index.md", "Beta says", '{@ snippet("alpha/greet.py" @}\n\nBeta says')
    assert project.problems() == []


@pytest.mark.parametrize("file", ["docs/index.md", "snippets/alpha/greet.py"])
def test_a_file_that_is_not_utf8_is_named(project: Project, file: str) -> None:
    project.write(file, b"# Gr\xfc\xdfe\n")
    assert project.problems() == [f"{file}:1:1: is not UTF-8; save the file as UTF-8"]


@pytest.mark.parametrize(
    "file", ["__pycache__/greet.cpython-311.py", "data.db", "store/uploads/cover.png"]
)
def test_what_a_run_leaves_behind_is_no_orphan(project: Project, file: str) -> None:
    project.write(f"snippets/alpha/{file}", "left")
    assert project.problems() == []


def test_an_empty_file_needs_no_page(project: Project) -> None:
    project.write("snippets/alpha/store/__init__.py", "")
    assert project.problems() == []


def test_a_template_is_an_orphan_like_any_code(project: Project) -> None:
    project.write("snippets/beta/templates/base.html", "<p>")
    assert project.problems() == [
        "snippets/beta/templates/base.html:1:1: no page shows this file; "
        "include it by {@ snippet(…) @} or delete it"
    ]


def test_sections_may_nest(project: Project) -> None:
    project.write(
        "snippets/beta/greet.py",
        "# --8<-- [start:all]\nA = 1\n# --8<-- [start:part]\nB = 2\n"
        "# --8<-- [end:part]\n# --8<-- [end:all]\n",
    )
    project.change(
        "docs/index.md",
        "Beta says",
        '{@ snippet("beta/greet.py:all") @}\n\n{@ snippet("beta/greet.py:part") @}\n\nBeta says',
    )
    assert project.problems() == []


def test_a_section_of_marks_alone_is_empty(project: Project) -> None:
    project.change(
        "snippets/alpha/greet.py",
        'GREETING = "Hello!"',
        'GREETING = "Hello!"\n# --8<-- [start:outer]\n# --8<-- [start:inner]\n\n'
        "# --8<-- [end:inner]\n# --8<-- [end:outer]",
    )
    empty = [line for line in project.problems() if "is empty" in line]
    assert [line.split("; ")[0] for line in empty] == [
        'snippets/alpha/greet.py:7:1: section "inner" is empty',
        'snippets/alpha/greet.py:8:1: section "outer" is empty',
    ]


def test_code_that_needs_a_release_is_shown_by_its_own_macro(project: Project) -> None:
    project.write("snippets/alpha/since_1_10/wave.py", "A = 1\n")
    (line,) = project.problems()
    assert line.startswith("snippets/alpha/since_1_10/wave.py:1:1: no page shows this file")
    with (project.root / "docs/index.md").open("a", encoding="utf-8") as page:
        page.write('\n{@ since("alpha", "1.10") @}\n')
    assert project.problems() == []
    with (project.root / "docs/index.md").open("a", encoding="utf-8") as page:
        page.write('\n{@ since("alpha", "1.11") @}\n')
    (line,) = project.problems()
    assert line.endswith("there is no code for alpha 1.11; correct the reference")
