"""Breaks one snippet at a time and asks its contract whether it notices.

Each file of `faults/` lists the faults of one topic. A fault is put into a copy of the snippet, the
contract runs against the copy, and it has to fail in a test: a copy that cannot even start proves
nothing about the contract. Run all faults, or those of some topics:

    python -m tests.snippets.seeded
    python -m tests.snippets.seeded login cors

The exit status is 0 if at least 95 % were noticed.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent.parent
FAULTS = Path(__file__).parent / "faults"

WANTED = 0.95
"""The share of faults that contracts have to notice."""
AT_ONCE = 2
"""How many contracts run at the same time."""

_RESULT = re.compile(r"^(FAILED|ERROR) \S+?::(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Fault:
    """A change that makes a snippet break its promise."""

    topic: str
    """The topic whose contract has to notice."""
    file: str
    """The file that is changed, below `snippets/`."""
    breaks: str
    """What is wrong then, as a sentence."""
    find: str
    """Text that stands exactly once in the file."""
    replace: str
    """What is put in its place."""

    @property
    def framework(self) -> str:
        """The framework whose snippet is changed."""
        return self.file.partition("/")[0]

    def seed(self, snippets: Path) -> None:
        """Put the fault into a folder of snippets.

        Raises:
            ValueError: if the text to find does not stand exactly once in the file.
        """
        path = snippets / self.file
        text = path.read_text("utf-8")
        if text.count(self.find) != 1:
            message = (
                f"faults/{self.topic}.yml: {self.breaks!r}: `find` stands {text.count(self.find)} "
                f"times in snippets/{self.file}, not once; correct it"
            )
            raise ValueError(message)
        path.write_text(text.replace(self.find, self.replace), "utf-8")


@dataclass(frozen=True)
class Verdict:
    """What a contract said of a fault."""

    fault: Fault
    noticed_by: str
    """The first test that failed, or nothing."""
    remark: str
    """Why it counts as missed, or nothing."""


def read(path: Path) -> Iterator[Fault]:
    """Yield the faults of one file.

    Raises:
        TypeError: if a row lacks a field or has one that is unknown.
    """
    for row in yaml.safe_load(path.read_text("utf-8")):
        unknown = set(row) - {field.name for field in fields(Fault)}
        if unknown or "topic" in row:
            message = f"{path.name}: allowed are file, breaks, find, replace (found {sorted(row)})"
            raise TypeError(message)
        yield Fault(topic=path.stem, **row)


def all_faults() -> list[Fault]:
    """Return the faults of all topics."""
    return [fault for path in sorted(FAULTS.glob("*.yml")) for fault in read(path)]


def judge(fault: Fault) -> Verdict:
    """Seed a fault into a copy of its snippet and run the contract against it."""
    with tempfile.TemporaryDirectory(prefix="fault-") as folder:
        snippets = Path(folder) / "snippets"
        original = ROOT / "snippets" / fault.framework
        copy = snippets / fault.framework
        copy.mkdir(parents=True)
        for path in [original / fault.topic, *original.glob(f"{fault.topic}.*")]:
            if path.is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(path, copy / path.name, ignore=ignored)
            elif path.is_file():
                shutil.copy(path, copy)
        fault.seed(snippets)
        result = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", f"tests/snippets/test_{fault.topic}.py"),
                *("--quiet", "--exitfirst", "--tb=line", "-rfE", "-p", "no:cacheprovider"),
                f"--snippets={snippets}",
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    return verdict(fault, result.returncode, result.stdout)


def verdict(fault: Fault, status: int, report: str) -> Verdict:
    """Return what pytest's status and report mean for a fault."""
    match = _RESULT.search(report)
    if status == 0:
        return Verdict(fault, "", "every test passed")
    if status != 1 or not match:
        return Verdict(fault, "", "the contract did not run: " + report.strip()[-300:])
    if "StartError" in report and match[1] == "ERROR":
        return Verdict(fault, "", "the snippet did not start")
    return Verdict(fault, match[2], "")


def main(topics: Sequence[str]) -> int:
    """Judge the faults of these topics, or all; print each verdict and the share noticed."""
    faults = [fault for fault in all_faults() if not topics or fault.topic in topics]
    missed = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for found in pool.map(judge, faults):
            missed += not found.noticed_by
            mark, said = (
                ("noticed", found.noticed_by) if found.noticed_by else ("MISSED", found.remark)
            )
            print(f"{mark:8} {found.fault.file}: {found.fault.breaks} ({said})", flush=True)
    noticed = len(faults) - missed
    share = noticed / len(faults) if faults else 0.0
    places = {fault.topic for fault in faults}, {fault.framework for fault in faults}
    print(
        f"{noticed} of {len(faults)} faults were noticed ({share:.1%}), in {len(places[0])} topics "
        f"and {len(places[1])} frameworks; wanted are {WANTED:.0%}."
    )
    return 0 if share >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
