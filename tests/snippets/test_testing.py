"""Contract of `testing`: a snippet's tests pass, notice what is broken and touch nothing else.

The faults that they have to notice are those of `faults/testing.yml` that break the application.
"""

import ast
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.snippets.harness import Client, Finished, Output, Stage, payload
from tests.snippets.seeded import FAULTS, Fault, read

SUMMARY = re.compile(r"^=+ (\d+) passed in .*=+$|^Ran (\d+) tests in ", re.MULTILINE)

FAILED = re.compile(r"^(?:FAILED|FAIL:|ERROR:?) .*\btest_\w+", re.MULTILINE)
"""How pytest and unittest name a test that failed, or that could not be set up."""


def passed(finished: Finished) -> int:
    """Return how many tests were run, if all of them passed."""
    text = finished.out + finished.err
    assert finished.status == 0, text
    found = SUMMARY.search(text)
    assert found, text
    assert "skipped" not in text
    return int(found[1] or found[2])


def copied(stage: Stage, folder: Path) -> Stage:
    """Copy a snippet, so that it can be changed; return the stage of the copy."""
    own = stage.snippets / stage.framework.id / stage.topic.id
    copy = folder / stage.framework.id / stage.topic.id
    shutil.copytree(own, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return replace(stage, snippets=folder)


def files(stage: Stage) -> list[Path]:
    """Return the files of a snippet that hold tests."""
    folder = stage.snippets / stage.framework.id / stage.topic.id
    return [path for path in sorted(folder.glob("test*.py")) if "def test_" in path.read_text()]


def names_in(source: str) -> list[str]:
    return re.findall(r"^ *(?:async )?def (test_\w+)", source, re.MULTILINE)


def in_opposite_order(source: str) -> str:
    """Turn the tests of a module round, and number them for runners that go by the name."""
    lines = source.splitlines()
    tree = ast.parse(source)
    classes = [node.body for node in tree.body if isinstance(node, ast.ClassDef)]
    for body in [tree.body, *classes]:
        tests = [
            node
            for node in body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and node.name.startswith("test_")
        ]
        texts = ["\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in tests]
        names = sorted(node.name for node in tests)
        for node, text in reversed(list(zip(tests, reversed(texts), strict=True))):
            (name,) = names_in(text)
            number = len(names) - names.index(name)
            renamed = text.replace(name, f"test_{number:02}_{name}", 1)
            lines[node.lineno - 1 : node.end_lineno] = [
                renamed,
                *[""] * ((node.end_lineno or 0) - node.lineno),
            ]
    return "\n".join(lines) + "\n"


def database(stage: Stage) -> Path:
    return Path(stage.environment["DATABASE_URL"].removeprefix("sqlite:///"))


def test_they_pass_and_leave_the_servers_database_as_it_is(
    client: Client, stage: Stage, output: Output
) -> None:
    assert payload(client.get("/books"), 200) == []
    before = database(stage).read_bytes()
    assert before.startswith(b"SQLite format 3")
    finished = stage.run("test")
    written = [name for path in files(stage) for name in names_in(path.read_text("utf-8"))]
    assert passed(finished) == len(written) >= 4
    assert database(stage).read_bytes() == before
    assert payload(client.get("/books"), 200) == []
    text = (finished.out + finished.err).strip()
    # pytest fills its line up with signs, as many as a longer or shorter time leaves room for.
    line = f"{'=' * 30} \\1 in 0.42s {'=' * 31}"
    output(
        "terminal",
        text,
        (r"=+ (\d+ passed) in .+ =+", line),
        (r"(Ran \d+ tests) in [0-9.]+s", r"\1 in 0.042s"),
    )


def test_they_pass_in_the_opposite_order_and_leave_nothing_behind(
    stage: Stage, tmp_path: Path
) -> None:
    copy = copied(stage, tmp_path)
    for path in files(copy):
        path.write_text(in_opposite_order(path.read_text("utf-8")), "utf-8")
    before = set(tmp_path.rglob("*"))
    url = f"sqlite:///{tmp_path / 'missing.db'}"
    passed(copy.run("test", DATABASE_URL=url, PYTHONDONTWRITEBYTECODE="1"))
    assert set(tmp_path.rglob("*")) == before


def faults_of(stage: Stage) -> list[Fault]:
    """Return the faults that break the application of a snippet, and not its tests."""
    return [
        fault
        for fault in read(FAULTS / "testing.yml")
        if fault.framework == stage.framework.id
        and not Path(fault.file).name.startswith(("test", "conftest"))
    ]


def test_they_fail_when_the_application_is_broken(stage: Stage, tmp_path: Path) -> None:
    faults = faults_of(stage)
    assert len(faults) >= 2
    for number, fault in enumerate(faults):
        copy = copied(stage, tmp_path / str(number))
        fault.seed(copy.snippets)
        finished = copy.run("test")
        assert finished.status == 1, f"no test notices: {fault.breaks}"
        assert FAILED.search(finished.out + finished.err), finished.out + finished.err


def test_the_application_is_the_one_that_the_server_runs(client: Client) -> None:
    assert payload(client.get("/books"), 200) == []
    assert client.post("/books", json={"title": "Emma", "stars": 5}).status_code in {401, 403}
    assert payload(client.get("/books"), 200) == []


def test_the_turning_round_turns_round() -> None:
    source = "def test_a():\n    pass\n\n\ndef test_b():\n    assert 1\n"
    assert names_in(in_opposite_order(source)) == ["test_01_test_b", "test_02_test_a"]


@pytest.mark.parametrize("text", ["1 failed, 3 passed in 0.1s", ""])
def test_a_run_without_a_summary_counts_as_none(text: str) -> None:
    with pytest.raises(AssertionError):
        passed(Finished(0, text, ""))
