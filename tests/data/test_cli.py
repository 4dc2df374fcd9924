"""The commands: what they print, which exit code they leave, and never a traceback."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fieldguide.__main__ import main
from tests.data.project import Project

ROOT = Path(__file__).parent.parent.parent

Output = pytest.CaptureFixture[str]


def run(project: Project, *arguments: str) -> int:
    return main(["--root", str(project.root), *arguments])


# ------------------------------------------------------------------------------------------ check


@pytest.fixture
def real(tmp_path: Path) -> Project:
    """A copy of the real data, pages and snippets."""
    for name in ("data", "docs", "snippets"):
        left = shutil.ignore_patterns("__pycache__", "*.db", "uploads")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=left)
    return Project(tmp_path)


def replace(project: Project, file: str, old: str, new: str) -> str:
    """Replace what a pattern finds first; return the place up to the line."""
    text = (project.root / file).read_text("utf-8")
    match = re.search(old, text, re.MULTILINE)
    assert match, f"{file} holds nothing like {old}"
    put = match.expand(new)
    project.write(file, text[: match.start()] + put + text[match.end() :])
    return f"{file}:{text.count(chr(10), 0, match.start()) + 1 + put.count(chr(10))}"


def append(project: Project, file: str, line: str) -> str:
    """Put a line at the end of a file; return the place up to the line."""
    text = (project.root / file).read_text("utf-8").rstrip("\n")
    project.write(file, f"{text}\n\n{line}\n")
    return f"{file}:{text.count(chr(10)) + 3}"


def test_ten_mistakes_in_the_real_data_are_ten_lines(real: Project) -> None:
    app = next(path for path in sorted((real.root / "snippets/flask").glob("*.py")))
    snippet = app.relative_to(real.root).as_posix()
    name = app.relative_to(real.root / "snippets").as_posix()
    places = [
        replace(real, "data/features.yml", r"^(  question: .*)$", r"\1\n  question: Again?"),
        replace(real, "data/features.yml", r"support: built-in", "support: builtin"),
        replace(real, "data/traits.yml", r"opinion: true", "opinion: yes"),
        replace(real, "data/topics.yml", r"name: Hello$", "name: 3.10"),
        replace(real, "data/sources.yml", r"url: https:.*$", "url: javascript:alert(1)"),
        replace(real, "data/frameworks/flask.yml", r"position: 3", "position: three"),
        replace(real, "data/frameworks/tornado.yml", r"date: 20\d\d", "date: 2999"),
        replace(real, "data/frameworks/sanic.yml", r"^(position: 6)$", r"\1\ncolour: red"),
        append(real, "docs/index.md", f'{{@ snippet("{name}:no_such_section") @}}'),
        append(real, snippet, "# --8<-- [start:unended]"),
    ]
    result = subprocess.run(
        [sys.executable, "-m", "fieldguide", "--root", str(real.root), "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = result.stdout.splitlines()
    assert sorted(":".join(line.split(":")[:2]) for line in lines) == sorted(places)
    assert len(lines) == 10
    assert result.stderr == ""
    assert result.returncode == 1


def test_check_says_what_it_looked_at(project: Project, capsys: Output) -> None:
    assert run(project, "check") == 0
    assert capsys.readouterr().out == (
        "All is well: 2 frameworks, 3 capabilities, 1 traits, 2 topics, 3 sources.\n"
    )


def test_check_of_an_empty_folder_names_what_is_missing(tmp_path: Path, capsys: Output) -> None:
    assert run(Project(tmp_path), "check") == 1
    assert capsys.readouterr().out.splitlines() == [
        f"data/{name}.yml:1:1: the file is missing; restore it"
        for name in ("claims", "features", "publications", "sources", "topics", "traits")
    ]


# ----------------------------------------------------------------------------------------- topics


def test_topics_are_listed_with_their_snippets(project: Project, capsys: Output) -> None:
    assert run(project, "topics") == 0
    assert [line.split(maxsplit=2) for line in capsys.readouterr().out.splitlines()] == [
        ["greet", "alpha", "proven      tests/snippets/test_greet.py  1.10 on 3.11"],
        ["greet", "beta", "proven      tests/snippets/test_greet.py  2.0 on 3.11"],
        ["store", "alpha", "proven      tests/snippets/test_store.py  1.10 on 3.11"],
        ["store", "beta", "see alpha   Beta leaves shelves to Alpha."],
        ["2", "topics,", "4 cells: 3 proven, 1 empty with a reason, 0 open"],
    ]


def test_a_cell_that_nothing_proves_is_open(project: Project, capsys: Output) -> None:
    project.change("data/tested/3.11.yml", "[greet, store]", "[greet]")
    (project.root / "snippets" / "beta" / "greet.py").unlink()
    assert run(project, "topics") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split(maxsplit=2)[2] == "missing     no snippet and no reason"
    assert lines[2].endswith("no record; run `make record`")
    assert lines[-1] == "2 topics, 4 cells: 1 proven, 1 empty with a reason, 2 open"


@pytest.mark.parametrize("command", [["topics"], ["run", "alpha", "greet"]])
def test_a_command_that_needs_the_data_says_what_is_wrong_with_it(
    project: Project, capsys: Output, command: list[str]
) -> None:
    project.change("data/traits.yml", "name: Character", "name: 1")
    assert run(project, *command) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("data/traits.yml:3:9: character.name: has to be text (found 1)")


# -------------------------------------------------------------------------------------------- run


@pytest.mark.parametrize(
    ("framework", "topic", "message"),
    [
        (
            "alfa",
            "greet",
            'there is no framework "alfa"; did you mean "alpha"?; allowed: alpha, beta',
        ),
        (
            "alpha",
            "great",
            'there is no topic "great"; did you mean "greet"?; allowed: greet, store',
        ),
        ("beta", "store", "Beta leaves shelves to Alpha."),
    ],
)
def test_an_unknown_snippet_is_not_run(
    project: Project, capsys: Output, framework: str, topic: str, message: str
) -> None:
    assert run(project, "run", framework, topic) == 1
    assert capsys.readouterr().err == f"{message}\n"


def test_a_program_that_is_not_installed_is_named(project: Project, capsys: Output) -> None:
    assert run(project, "run", "alpha", "greet") == 1
    captured = capsys.readouterr()
    assert "No such file or directory" in captured.err
    assert "serverlet" in captured.err


def test_a_snippet_is_run_by_the_command_of_its_page(project: Project) -> None:
    project.write("snippets/beta/greet.py", 'import sys\nprint("started", sys.argv[1:])\n')
    result = subprocess.run(
        [sys.executable, "-m", "fieldguide", "--root", str(project.root), "run", "beta", "greet"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    said, started = result.stdout.splitlines()
    assert said.endswith("-m greet --port=8000  (in snippets/beta)")
    assert started == "started ['--port=8000']"
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("arguments", [[], ["bake"], ["run", "alpha"]])
def test_a_wrong_call_shows_the_usage(
    project: Project, capsys: Output, arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as raised:
        run(project, *arguments)
    assert raised.value.code == 2
    assert capsys.readouterr().err.startswith("usage: python -m fieldguide ")
