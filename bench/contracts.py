"""Runs the contracts of what is measured, before the first round and after the last.

They are the very tests that prove the snippets, with servers of their own. A figure of a snippet
that does not do its work would be worth nothing.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path

from bench import children, plan
from fieldguide import serving
from fieldguide.benchmarks import Proof

_PATIENCE = 900.0
"""Seconds after which the contracts are given up."""


class ContractError(Exception):
    """What is to be measured does not hold its contracts."""

    def __init__(self, proof: Proof) -> None:
        super().__init__(
            f"{proof.failed} tests of the contracts failed, and {proof.passed} passed; nothing "
            "was measured. `make test K=<topic>` shows why"
        )


def prove(
    topics: Iterable[str],
    frameworks: Iterable[str],
    database: str,
    snippets: Path = plan.ROOT / "snippets",
) -> Proof:
    """Hold the snippets of some topics and frameworks to their contracts.

    Args:
        topics: whose contracts are run.
        frameworks: whose snippets are held to them.
        database: `sqlite` leaves out what the contracts do on PostgreSQL as well; where a topic
            has nothing else, that is run all the same.
        snippets: where the snippets are.

    Raises:
        RuntimeError: if pytest could not run them at all, or not to an end.
    """
    wanted = " or ".join(sorted(frameworks))
    if database == "sqlite":
        wanted = f"({wanted}) and not -postgresql"
    files = [f"tests/snippets/test_{topic}.py" for topic in sorted(topics)]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        report = Path(folder) / "report.xml"
        said = _run(
            [
                sys.executable, "-m", "pytest", *files, "-k", wanted, "--quiet",
                "--numprocesses", "2", "--dist", "loadgroup", f"--junitxml={report}",
                f"--snippets={snippets}", "-p", "no:cacheprovider",
            ],
            Path(folder) / "said.txt",
        )  # fmt: skip
        if not report.is_file():
            raise RuntimeError(f"the contracts could not be run: {said[-1000:]}")
        return _counted(report.read_text("utf-8"))


def _run(arguments: list[str], log: Path) -> str:
    """Run pytest; if that is interrupted, let it end the servers that it has started."""
    with ExitStack() as running, log.open("w", encoding="utf-8") as output:
        with children.held_back():
            process = subprocess.Popen(
                arguments, cwd=plan.ROOT, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
            running.callback(_end, process)
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            raise RuntimeError("the contracts did not come to an end") from None
    return log.read_text("utf-8")


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        # As Ctrl-C in a terminal does, this reaches pytest's own processes too.
        os.killpg(process.pid, signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(60)
        serving.end(process, grace=1)


def _counted(report: str) -> Proof:
    """Read the sums of a report in the form of JUnit, which pytest writes."""
    found = re.search(r"<testsuite [^>]*>", report)
    if found is None:
        raise RuntimeError("pytest's report has no sums")
    sums = {name: int(value) for name, value in re.findall(r'(\w+)="(\d+)"', found[0])}
    failed = sums["failures"] + sums["errors"]
    return Proof(passed=sums["tests"] - failed - sums["skipped"], failed=failed)
