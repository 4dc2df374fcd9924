"""How a snippet is started: by the very command that its page shows.

Tests, `python -m fieldguide run` and the benchmark all come through here. `command` and
`preparation` only say what would be run; `run` and `serve` run it.
"""

import os
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from fieldguide.model import Framework, Need, ServeKind, Topic

HOST = "127.0.0.1"
"""Every server listens here and nowhere else."""

_POLL = 0.01
"""Seconds between two looks at a server that does not answer yet."""
_INHERITED = {"HOME", "LANG", "LC_ALL", "LC_CTYPE", "LOGNAME", "PATH", "TZ", "USER"}
"""What a server gets to know of the environment it was started from."""


@dataclass(frozen=True)
class Command:
    """What will be run, where, and with which variables beside those of the caller."""

    argv: tuple[str, ...]
    """The program's path and its arguments."""
    cwd: Path
    """The working directory, `snippets/<framework>`; modules are imported from it."""
    env: Mapping[str, str] = field(default_factory=dict)
    """Variables that the framework needs, such as DJANGO_SETTINGS_MODULE."""


@dataclass(frozen=True)
class Server:
    """A running server: the process that was started, and all that it started in turn."""

    pid: int
    """The process that was started; it leads a session of its own."""
    port: int
    """Where it listens on 127.0.0.1."""
    log: Path
    """The file that holds what it wrote to stdout and stderr."""

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def text(self) -> str:
        """Return all that it has written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def pids(self) -> list[int]:
        """Return its living processes, in the order of their numbers (read from /proc)."""
        return living(self.pid)


def living(session: int) -> list[int]:
    """Return the living processes of a session, in the order of their numbers.

    It looks into /proc, so that it finds none on a system without one.
    """
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # It ended while we were looking.
            number, _, rest = stat.read_text(encoding="utf-8", errors="replace").partition(" ")
            state, _parent, _group, own = rest.rpartition(")")[2].split()[:4]
            if int(own) == session and state != "Z":
                found.append(int(number))
    return sorted(found)


class StartError(Exception):
    """A command failed, or its server did not answer in time; the message ends with its log."""


# -------------------------------------------------------------------------------- what would be run


def module(snippets: Path, framework: str, topic: str) -> str:
    """Return the main module of a snippet: `<topic>` for a file, `<topic>.app` for a folder."""
    return topic if (snippets / framework / f"{topic}.py").is_file() else f"{topic}.app"


def command(
    framework: Framework, topic: Topic, port: int, snippets: Path, *, development: bool = False
) -> Command:
    """Return the command that serves a topic on a port, as its page shows it.

    Raises:
        ValueError: if the topic asks for an ASGI command and the framework has none.
    """
    cell = topic.cells.get(framework.id)
    text: str | None = framework.serve.production
    if development:
        text = framework.serve.development
    elif cell and cell.server:
        text = cell.server
    elif cell and cell.serve is ServeKind.ASGI:
        text = framework.serve.asgi
    if text is None:
        message = (
            f"data/topics.yml: {topic.id}.cells.{framework.id}.serve is asgi, but "
            f"data/frameworks/{framework.id}.yml has no serve.asgi; add it"
        )
        raise ValueError(message)
    return filled_in(text, framework, topic, snippets, port)


def preparation(framework: Framework, topic: Topic, snippets: Path) -> Command | None:
    """Return what has to run before a topic is served, or None: a migration of its database."""
    if framework.serve.prepare is None or Need.DATABASE not in topic.needs:
        return None
    return filled_in(framework.serve.prepare, framework, topic, snippets, 0)


def named_command(
    framework: Framework, topic: Topic, name: str, snippets: Path, port: int = 0
) -> Command:
    """Return a command of a topic beside the server's, such as `worker`.

    Raises:
        KeyError: if the framework's cell has no command of that name.
    """
    cell = topic.cells[framework.id]
    return filled_in(cell.commands[name], framework, topic, snippets, port)


def filled_in(text: str, framework: Framework, topic: Topic, snippets: Path, port: int) -> Command:
    """Return any command of a framework's with port, topic and module filled in."""
    values = {
        "port": str(port),
        "topic": topic.id,
        "module": module(snippets, framework.id, topic.id),
    }
    program, *arguments = [word.format(**values) for word in shlex.split(text)]
    return Command(
        argv=(_program(program), *arguments),
        cwd=snippets / framework.id,
        env={name: value.format(**values) for name, value in framework.serve.env.items()},
    )


def _program(name: str) -> str:
    """Return the path of a program of the environment that we run in, activated or not."""
    return sys.executable if name == "python" else str(Path(sys.executable).with_name(name))


def environment(folder: Path, *, database_url: str | None = None) -> dict[str, str]:
    """Return the environment of a server that keeps all it writes in `folder`.

    It holds a fresh SECRET_KEY, DATABASE_URL (an SQLite file unless another one is given),
    UPLOAD_DIR and TMPDIR (both are created), and of our own variables only those that every
    program needs, so that a developer's settings change nothing. What else a topic needs
    (REDIS_URL, SMTP_HOST, UPSTREAM_URL) is added by whoever runs such a service.
    """
    uploads, temporary = folder / "uploads", folder / "tmp"
    for path in (uploads, temporary):
        path.mkdir(parents=True, exist_ok=True)
    return {name: value for name, value in os.environ.items() if name in _INHERITED} | {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DATABASE_URL": database_url or f"sqlite:///{folder.absolute() / 'database.db'}",
        "UPLOAD_DIR": str(uploads.absolute()),
        "TMPDIR": str(temporary.absolute()),
        "PYTHONUNBUFFERED": "1",
    }


# --------------------------------------------------------------------------------------- running it


@contextmanager
def reserved_port() -> Iterator[int]:
    """Reserve a free port of 127.0.0.1; nobody else is given it until the end of the block.

    The port is bound but does not listen, and it is marked for reuse: a server that marks its
    own socket so, as every server here does, can listen on it, and a client is refused until
    then.
    """
    with socket.socket() as holder:
        holder.bind((HOST, 0))
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        yield int(holder.getsockname()[1])


def free_port() -> int:
    """Return a port that is free now; prefer `reserved_port` where others start servers too."""
    with reserved_port() as port:
        return port


def run(command: Command, environment: Mapping[str, str], log: Path) -> None:
    """Run a command to its end.

    Raises:
        StartError: if it fails.
    """
    with log.open("wb") as output:
        result = subprocess.run(
            command.argv,
            cwd=command.cwd,
            env={**environment, **command.env},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if result.returncode:
        raise StartError(_failure(command, f"failed with status {result.returncode}", log))


@contextmanager
def serve(
    command: Command,
    port: int,
    environment: Mapping[str, str],
    log: Path,
    *,
    patience: float = 30.0,
    grace: float = 5.0,
) -> Iterator[Server]:
    """Start a server, wait until it answers a request, and end it with all its processes.

    The request that it has to answer is `GET /`; any answer will do. `patience` is how many
    seconds the first answer may take, `grace` how many the server has between SIGTERM and
    SIGKILL.

    Raises:
        StartError: if it ends, or does not answer in time.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command.argv,
            cwd=command.cwd,
            env={**environment, **command.env},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + patience
        while not _answers(port):
            if process.poll() is not None:
                how = f"ended with status {process.returncode} before it answered"
                raise StartError(_failure(command, how, log))
            if time.monotonic() > deadline:
                how = f"did not answer on port {port} within {patience:g} s"
                raise StartError(_failure(command, how, log))
            time.sleep(_POLL)
        yield Server(process.pid, port, log)
    finally:
        end(process, grace)


def _answers(port: int) -> bool:
    """Ask for `/` once; return whether anything came back."""
    request = f"GET / HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection((HOST, port), timeout=2) as connection:
            connection.sendall(request.encode())
            return connection.recv(1) != b""
    except OSError:
        return False


def end(process: "subprocess.Popen[bytes]", grace: float) -> None:
    """Ask a process that leads a session to end, then end what is left of its group.

    It has `grace` seconds between SIGTERM and SIGKILL; nothing of it lives afterwards.
    """
    with suppress(ProcessLookupError):
        process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(grace)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + grace
    while living(process.pid) and time.monotonic() < deadline:
        time.sleep(_POLL)


def _failure(command: Command, how: str, log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    text = "\n".join(lines[-40:]) or "(it wrote nothing)"
    return f"{shlex.join(command.argv)} (in {command.cwd}) {how}. The end of its log:\n{text}"


def peak_memory(server: Server) -> int:
    """Return the most memory that the server's processes have ever held, in bytes.

    It is the sum of VmHWM, the peak of the resident set, over the processes that live now.
    """
    total = 0
    for pid in server.pids():
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
                if line.startswith("VmHWM:"):
                    total += int(line.split()[1]) * 1024
    return total
