"""Every topic has seeded faults that still fit its snippets, and the judge of them is just.

The faults themselves are run by `make faults`, which takes too long for every test run.
"""

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from fieldguide.catalogue import load
from tests.snippets.seeded import ROOT, Fault, all_faults, judge, read, verdict

KNOWN = load(ROOT)


def test_every_topic_has_faults() -> None:
    assert {fault.topic for fault in all_faults()} == set(KNOWN.topics)


def test_every_snippet_of_a_topic_is_broken_somehow() -> None:
    cells = {
        (topic, slug)
        for topic in KNOWN.topics
        for slug in KNOWN.frameworks
        if KNOWN.snippet_files(slug, topic)
    }
    lacking = cells - {(fault.topic, fault.framework) for fault in all_faults()}
    assert not lacking, f"add a fault to tests/snippets/faults/<topic>.yml for: {sorted(lacking)}"


def test_every_fault_fits_the_file_that_it_is_for(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "snippets", tmp_path / "snippets")
    for fault in all_faults():
        original = tmp_path / "snippets" / fault.file
        before = original.read_bytes()
        fault.seed(tmp_path / "snippets")
        assert original.read_bytes() != before, f"{fault.file}: {fault.breaks} changes nothing"
        original.write_bytes(before)


def test_no_fault_is_there_twice() -> None:
    doubles = [key for key, times in Counter(all_faults()).items() if times > 1]
    assert not doubles


# ------------------------------------------------------------------------------------ the judge

FAULT = Fault("hello", "flask/hello.py", "It greets somebody else.", "Hello, reader!", "Hello!")


def test_a_fault_is_noticed() -> None:
    assert judge(FAULT).noticed_by == "test_the_greeting_is_plain_text"


def test_a_harmless_change_is_not_noticed() -> None:
    harmless = replace(FAULT, replace="Hello, " + "reader!")
    assert judge(harmless).remark == "every test passed"


def test_a_snippet_that_does_not_start_proves_nothing() -> None:
    broken = replace(FAULT, replace='"; not Python')
    assert judge(broken).remark == "the snippet did not start"


def test_a_contract_that_does_not_run_proves_nothing() -> None:
    assert verdict(FAULT, 4, "ERROR: not found").remark.startswith("the contract did not run")


def test_a_text_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "flask").mkdir()
    (tmp_path / "flask" / "hello.py").write_text("Hello, reader! Hello, reader!")
    with pytest.raises(ValueError, match=r"`find` stands 2 times in snippets/flask/hello\.py"):
        FAULT.seed(tmp_path)


def test_a_row_with_an_unknown_field_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "hello.yml"
    path.write_text("- {file: a, breaks: b, find: c, replace: d, replaces: e}")
    with pytest.raises(TypeError, match=r"hello\.yml: allowed are file, breaks, find, replace"):
        list(read(path))
