"""Contract of `health_check`: alive whatever happens, and ready only while the database answers."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from psycopg.conninfo import conninfo_to_dict

from fieldguide import serving
from tests.snippets.harness import Client, Output, Stage, eventually, payload, transcript
from tests.snippets.services import PostgreSQL

PATIENCE = 5.0
"""How many seconds a check may take while the database says nothing."""


class Line:
    """A TCP port that leads to PostgreSQL; the line can be cut, and it can fall silent."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.silent = False
        self.connections: list[socket.socket] = []
        self.listener: socket.socket | None = None
        self.port = serving.free_port()

    def open(self) -> None:
        """Listen; pass on what comes unless the line is silent."""
        self.listener = socket.create_server((serving.HOST, self.port))
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def cut(self) -> None:
        """Close the port and all connections."""
        if self.listener:
            with contextlib.suppress(OSError):
                self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
            self.listener = None
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        self.connections.clear()

    def accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            self.connections.append(near)
            if self.silent:
                continue
            far = socket.socket(socket.AF_UNIX)
            far.connect(str(self.target))
            self.connections.append(far)
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self.carry, args=(source, sink), daemon=True).start()

    def carry(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                while self.silent:
                    time.sleep(0.02)
                sink.sendall(data)
            sink.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def line(postgresql: PostgreSQL) -> Iterator[Line]:
    """A line to the real PostgreSQL."""
    folder = conninfo_to_dict(postgresql.uri)["host"]
    line = Line(Path(str(folder)) / ".s.PGSQL.5432")
    line.open()
    yield line
    line.silent = False
    line.cut()


@pytest.fixture
def checked(stage: Stage, line: Line, postgresql: PostgreSQL) -> Iterator[Client]:
    """A visitor of a server whose PostgreSQL is at the end of the line."""
    line.cut()
    line.silent = False
    line.open()
    info = conninfo_to_dict(postgresql.database())
    url = f"postgresql://{info['user']}@{serving.HOST}:{line.port}/{info['dbname']}"
    with stage.start(DATABASE_URL=url) as server, Client(stage, server) as client:
        yield client


def ready(client: Client) -> tuple[int, float, httpx2.Response]:
    """Ask whether the application is ready; return the status and how long it took."""
    began = time.perf_counter()
    answer = client.get("/readyz")
    return answer.status_code, time.perf_counter() - began, answer


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_all_is_well(client: Client, path: str) -> None:
    answer = client.get(path)
    assert payload(answer, 200)["status"] == "ok"
    assert "no-store" in answer.headers["cache-control"]


def test_a_database_that_is_gone_is_named_and_comes_back(
    checked: Client, line: Line, output: Output
) -> None:
    assert ready(checked)[0] == 200
    line.cut()
    status, seconds, answer = ready(checked)
    assert (status, seconds < PATIENCE) == (503, True)
    assert payload(answer, 503) == {"status": "unavailable", "failing": ["database"]}
    assert "no-store" in answer.headers["cache-control"]
    assert checked.get("/livez").status_code == 200
    assert "Not ready" in checked.server.text()
    output("unready", transcript(answer, "cache-control"))
    line.open()
    assert eventually(lambda: ready(checked)[0] == 200)


def test_a_silent_database_holds_nobody_up(checked: Client, line: Line) -> None:
    assert ready(checked)[0] == 200
    line.silent = True
    status, seconds, _ = ready(checked)
    assert status == 503
    assert seconds < PATIENCE
    assert checked.get("/livez", timeout=2).status_code == 200
    line.silent = False
    line.cut()
    line.open()
    assert eventually(lambda: ready(checked)[0] == 200)
