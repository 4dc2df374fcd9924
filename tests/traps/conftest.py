"""Starts the applications of a trap by its framework's own command, on real sockets.

A trap is a module (or, for Django and DRF, a small project) in `snippets/<framework>/traps/`, with
a section `bad` that falls into a mistake and a section `good` that does not.
"""

import functools
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import httpx2
import pytest

from fieldguide import serving
from fieldguide.catalogue import Catalogue, read
from tests.snippets import services

ROOT = Path(__file__).parent.parent.parent
STRICT = "error::DeprecationWarning,error::PendingDeprecationWarning"

Start = Callable[..., "Running"]


class Running(httpx2.Client):
    """A client of one started application, and its server."""

    def __init__(self, server: serving.Server) -> None:
        limits = httpx2.Limits(max_keepalive_connections=0)
        super().__init__(base_url=server.url, timeout=30, trust_env=False, limits=limits)
        self.server = server


@functools.cache
def known() -> Catalogue:
    return read(ROOT)[0]


@contextmanager
def started(
    framework: str, place: str, app: str, folder: Path, variables: dict[str, str]
) -> Iterator[Running]:
    """Serve one application that belongs to no topic; `app` is its name in the module.

    Its place is a module or a folder below `snippets/<framework>/`, such as `traps/stale_copy`.
    """
    serve = known().frameworks[framework].serve
    single = (ROOT / "snippets" / framework / f"{place}.py").is_file()
    topic = place.replace("/", ".")
    values = {"topic": topic, "module": topic if single else f"{topic}.app"}
    environment = serving.environment(folder) | {"PYTHONWARNINGS": STRICT} | variables
    cwd = ROOT / "snippets" / framework
    env = {name: value.format(port="", **values) for name, value in serve.env.items()}
    uses_database = "DATABASES" in (
        "" if single else (cwd / place / "settings.py").read_text("utf-8")
    )
    if serve.prepare and uses_database:
        prepare = serving.Command(argv(serve.prepare), cwd, env)
        serving.run(prepare, environment, folder / "prepare.log")
    with serving.reserved_port() as port:
        text = serve.production.replace("{module}:app", f"{{module}}:{app}")
        words = argv(text.format(port=port, **values))
        command = serving.Command(words, cwd, env)
        with (
            serving.serve(command, port, environment, folder / "server.log", grace=2) as server,
            Running(server) as client,
        ):
            yield client


def argv(text: str) -> tuple[str, ...]:
    """Split a command and take its program from this environment."""
    program, *rest = shlex.split(text)
    here = Path(sys.executable)
    return (str(here if program == "python" else here.with_name(program)), *rest)


@pytest.fixture
def start(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Start]:
    """Start applications of the trap that this file is about: `start("flask", app="bad")`."""
    trap = request.module.__name__.rpartition(".")[2].removeprefix("test_")
    with ExitStack() as stack:

        def begin(framework: str, app: str = "app", **variables: str) -> Running:
            folder = tmp_path_factory.mktemp(framework)
            running: AbstractContextManager[Running] = started(
                framework, f"traps/{trap}", app, folder, variables
            )
            return stack.enter_context(running)

        yield begin


@pytest.fixture(scope="session")
def postgresql() -> Iterator[services.PostgreSQL]:
    """One PostgreSQL for all traps of this process."""
    with services.postgresql() as server:
        yield server
