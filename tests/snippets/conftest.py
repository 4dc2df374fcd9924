"""Starts each snippet as its page says, and hands every contract a client for it.

A contract's topic is its file's name; the frameworks are those that have a snippet for it. All
tests of one topic and framework share one server, and pytest-xdist keeps them on one worker.
"""

import functools
import shutil
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fieldguide import serving
from fieldguide.catalogue import Catalogue, read
from fieldguide.model import Framework, Need, Topic
from tests.snippets import services
from tests.snippets.harness import TRACEBACK, Client, Output, Stage

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

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from all other cells."""
        return (self.framework.id, self.topic.id, self.database)


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
                elif Need.POSTGRESQL_ONLY in topic.needs:
                    cells[slug] = Cell(framework, topic, "postgresql")
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


@pytest.fixture(scope="session")
def postgresql() -> Iterator[services.PostgreSQL]:
    """One PostgreSQL for all contracts of this process."""
    with services.postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[services.Redis]:
    """One Redis for all contracts of this process."""
    with services.redis_server() as server:
        yield server


@pytest.fixture(scope="module")
def mailbox() -> Iterator[services.Mailbox]:
    """The mail server that a contract's snippets send to."""
    with services.mail_server() as mailbox:
        yield mailbox


@pytest.fixture(scope="module")
def upstream() -> Iterator[services.Upstream]:
    """The HTTP service that a contract's snippets call."""
    with services.upstream_server() as upstream:
        yield upstream


@functools.cache
def prepared() -> dict[tuple[str, str, str], str]:
    """The address of the database that each snippet has prepared, by the key of its cell."""
    return {}


def set_up(
    request: pytest.FixtureRequest, cell: Cell, tmp_path_factory: pytest.TempPathFactory
) -> Stage:
    """Give a snippet a fresh folder and a fresh database, and what else its topic needs.

    A database is prepared (migrated, that is) once; the next stage of the snippet has a copy.
    """
    # The name is short: Sanic's processes talk through a socket whose path may have 107 bytes.
    folder = tmp_path_factory.mktemp(cell.framework.id)
    template = prepared().get(cell.key)
    url = None
    if cell.database == "postgresql":
        url = request.getfixturevalue("postgresql").database(template)
    environment = serving.environment(folder, database_url=url) | STRICT
    if Need.REDIS in cell.topic.needs:
        environment["REDIS_URL"] = request.getfixturevalue("redis_server").url()
    if Need.SMTP in cell.topic.needs:
        environment["SMTP_HOST"] = serving.HOST
        environment["SMTP_PORT"] = str(request.getfixturevalue("mailbox").port)
    if Need.UPSTREAM in cell.topic.needs:
        environment["UPSTREAM_URL"] = request.getfixturevalue("upstream").url
    snippets: Path = request.config.getoption("--snippets")
    stage = Stage(cell.framework, cell.topic, snippets.absolute(), folder, environment)
    if template is None:
        stage.prepare()
        if stage.is_prepared:
            prepared()[cell.key] = keep(request, cell, environment["DATABASE_URL"])
    elif cell.database == "sqlite":
        shutil.copy(path_of(template), path_of(environment["DATABASE_URL"]))
    return stage


def keep(request: pytest.FixtureRequest, cell: Cell, url: str) -> str:
    """Copy a prepared database that nobody uses yet; return the copy's address."""
    if cell.database == "postgresql":
        copy: str = request.getfixturevalue("postgresql").database(url)
        return copy
    copy = f"{url}.prepared"
    shutil.copy(path_of(url), path_of(copy))
    return copy


def path_of(url: str) -> str:
    """Return the path of an SQLite database."""
    return url.removeprefix("sqlite:///")


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


@pytest.fixture
def output(request: pytest.FixtureRequest, stage: Stage) -> Output:
    """What writes down, or compares, the texts that pages show."""
    return Output(stage, known(), rewrite=request.config.getoption("--outputs"))
