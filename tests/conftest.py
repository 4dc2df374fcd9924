"""What all tests share: the option that names other snippets, and the lines at the end."""

import platform
import signal
from importlib import metadata
from pathlib import Path

import pytest
from _pytest.nodeid import NodeId

from fieldguide.catalogue import read
from fieldguide.record import record

ROOT = Path(__file__).parent.parent
"""The project's root."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--snippets",
        type=Path,
        default=ROOT / "snippets",
        metavar="DIR",
        help="hold other snippets to the contracts, laid out as snippets/ is (a copy with a fault)",
    )
    parser.addoption(
        "--outputs",
        action="store_true",
        help="rewrite the texts beside the snippets that pages show, from what contracts saw",
    )
    parser.addoption(
        "--record",
        action="store_true",
        help="if every contract passes, write the versions it ran on to data/tested/",
    )


def pytest_configure(config: pytest.Config) -> None:
    # A shell's background job ignores Ctrl-C, and so would every program that a test starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line(
        "markers",
        "traceback_expected: the server may write tracebacks to its log during these tests",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of an `xdist_group` together.

    pytest-xdist 3.8 writes the group where pytest 9.2 does not read it any more, and says nothing
    (github.com/pytest-dev/pytest-xdist/issues/1386).
    """
    if not config.getoption("loadgroup", False):
        return
    for item in items:
        if group := item.get_closest_marker("xdist_group"):
            suffix = f"@{group.args[0]}"
            if not item.nodeid.endswith(suffix):
                item._id = NodeId.parse(item.nodeid + suffix)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
    """Say how much was proved, and on what; write it down if that was asked for."""
    snippets: Path = terminalreporter.config.getoption("--snippets")
    catalogue, _ = read(ROOT)
    contracts = {f"tests/snippets/test_{topic}.py" for topic in catalogue.topics}
    passed = [
        file
        for report in terminalreporter.getreports("passed")
        if (file := report.nodeid.partition("::")[0]) in contracts
    ]
    if not passed:
        return
    cells = [
        (framework, topic)
        for framework in catalogue.frameworks
        for topic in catalogue.topics
        if (snippets / framework / topic).is_dir()
        or (snippets / framework / f"{topic}.py").is_file()
    ]
    versions = [
        f"{framework.name} {metadata.version(framework.packages[0])}"
        for framework in catalogue.frameworks.values()
    ]
    terminalreporter.section("contracts")
    pages = len(list((ROOT / "docs").rglob("*.md")))
    terminalreporter.line(f"{len(contracts)} contracts, {len(cells)} snippets, {pages} pages")
    terminalreporter.line(f"{len(set(passed))} contracts ran, {len(passed)} of their tests passed")
    terminalreporter.line(", ".join([f"Python {platform.python_version()}", *versions]))
    if terminalreporter.config.getoption("--record"):
        if exitstatus or set(passed) != contracts:
            terminalreporter.line("Nothing was recorded: not every contract ran and passed.")
        else:
            path = record(catalogue)
            terminalreporter.line(f"Recorded in {path.relative_to(ROOT).as_posix()}.")
