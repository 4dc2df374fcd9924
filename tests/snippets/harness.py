"""What contracts share: a client that knows its server, and readers of answers."""

import dataclasses
import os
import re
import signal
import socket
import ssl
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx2

from fieldguide import serving
from fieldguide.catalogue import Catalogue
from fieldguide.model import Framework, Topic

Result = TypeVar("Result")

REFUSED = {400, 422}
"""The two statuses with which a wrong value may be refused."""

TRACEBACK = re.compile(r"Traceback \(most recent call last\)|^[│╰] ", re.MULTILINE)
"""How a traceback looks in a server's log: Python's own form, or the boxes that Sanic draws."""

NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Contracts never leave 127.0.0.1; reading all certificates for each client would take time."""


@dataclass(frozen=True)
class Finished:
    """A command that has ended."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Program:
    """A program that runs beside a server."""

    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def pid(self) -> int:
        """The process that was started; it leads a session of its own."""
        return self.process.pid

    def text(self) -> str:
        """Return all that it has written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """End it and all it started at once, as a power cut would."""
        for pid in serving.living(self.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Stage:
    """One snippet, and the folder and database that its servers share."""

    framework: Framework
    topic: Topic
    snippets: Path
    folder: Path
    environment: dict[str, str]
    logs: int = field(default=0, init=False)
    is_prepared: bool = field(default=False, init=False)
    traceback_expected: bool = field(default=False, init=False)
    seen: int = field(default=0, init=False)

    @property
    def upload_dir(self) -> Path:
        return Path(self.environment["UPLOAD_DIR"])

    @property
    def temporary_dir(self) -> Path:
        return Path(self.environment["TMPDIR"])

    def unseen(self, server: serving.Server) -> str:
        """Return what a server has written since this was last asked."""
        text = server.text()
        new, self.seen = text[self.seen :], len(text)
        return new

    def prepare(self) -> None:
        """Do what has to be done before the first start, such as a migration."""
        if command := serving.preparation(self.framework, self.topic, self.snippets):
            serving.run(command, self.environment, self.folder / "prepare.log")
            self.is_prepared = True

    def log_file(self) -> Path:
        """Return a new file for what the next program will write."""
        self.logs += 1
        return self.folder / f"log-{self.logs}.txt"

    @contextmanager
    def start(
        self, without: str = "", grace: float = 2, **variables: str
    ) -> Iterator[serving.Server]:
        """Start a server.

        Args:
            without: a variable that its environment shall lack.
            grace: how many seconds it has to end by itself once it is told to.
            variables: what its environment shall hold beside or in place of the usual.
        """
        environment = {k: v for k, v in (self.environment | variables).items() if k != without}
        log = self.log_file()
        with serving.reserved_port() as port:
            command = serving.command(self.framework, self.topic, port, self.snippets)
            with serving.serve(command, port, environment, log, grace=grace) as server:
                yield server

    def named(self, name: str, *arguments: str) -> serving.Command:
        """Return a command that the topic names beside its server's, with more arguments."""
        command = serving.named_command(self.framework, self.topic, name, self.snippets)
        return dataclasses.replace(command, argv=(*command.argv, *arguments))

    def run(self, name: str, *arguments: str, **variables: str) -> Finished:
        """Run one of the topic's commands to its end, at most a minute."""
        command = self.named(name, *arguments)
        result = subprocess.run(
            command.argv,
            cwd=command.cwd,
            env={**self.environment, **variables, **command.env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Finished(result.returncode, result.stdout, result.stderr)

    @contextmanager
    def beside(self, name: str, *arguments: str, **variables: str) -> Iterator[Program]:
        """Start one of the topic's commands, such as a worker, and end it with all it started."""
        log = self.log_file()
        command = self.named(name, *arguments)
        with log.open("wb") as output:
            process = subprocess.Popen(
                command.argv,
                cwd=command.cwd,
                env={**self.environment, **variables, **command.env},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            yield Program(process, log)
        finally:
            serving.end(process, grace=5)


class Client(httpx2.Client):
    """A visitor of one server, without a cookie at first."""

    def __init__(self, stage: Stage, server: serving.Server) -> None:
        super().__init__(
            base_url=server.url,
            timeout=60,
            trust_env=False,
            verify=NO_TLS,
            # A server may close a connection after a crash; the next request must not notice.
            limits=httpx2.Limits(max_keepalive_connections=0),
        )
        self.stage = stage
        self.server = server
        self.framework = stage.framework.id
        self.topic = stage.topic.id
        self.url = server.url
        self.ws_url = server.url.replace("http", "ws", 1)
        self.workdir = stage.folder
        self.upload_dir = stage.upload_dir
        self.temporary_dir = stage.temporary_dir
        self.database_url = stage.environment["DATABASE_URL"]

    def visitor(self) -> "Client":
        """Return another visitor of the same server, who shares nothing with this one."""
        return Client(self.stage, self.server)


def reset_at_close(connection: socket.socket) -> None:
    """Let this connection end with RST instead of FIN, as if its client had crashed."""
    # That is what closing does to a socket that lingers for zero seconds.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def at_once(times: int, call: Callable[[int], Result]) -> list[Result]:
    """Call a function so many times at the same moment; return the results in order."""
    barrier = threading.Barrier(times)

    def run(number: int) -> Result:
        barrier.wait()
        return call(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def eventually(condition: Callable[[], bool], seconds: float = 10) -> bool:
    """Return true as soon as the condition holds, or false if it does not hold in time."""
    deadline = time.monotonic() + seconds
    while not (held := condition()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return held


def media_type(answer: httpx2.Response) -> str:
    """Return an answer's content type without its parameters."""
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower()


def payload(answer: httpx2.Response, *statuses: int) -> Any:
    """Return an answer's JSON, if it has one of these statuses and is marked as JSON."""
    assert answer.status_code in statuses, f"{answer.status_code}: {answer.text[:500]}"
    assert media_type(answer) == "application/json"
    return answer.json()


def detail(answer: httpx2.Response, *statuses: int) -> str:
    """Return the message of an error in JSON, if it has one of these statuses."""
    body = payload(answer, *statuses)
    assert isinstance(body, dict)
    assert isinstance(body.get("detail"), str)
    assert body["detail"]
    return str(body["detail"])


def wrong_fields(answer: httpx2.Response) -> set[str]:
    """Return the names of the fields that a refusal complains of.

    A framework that validates speaks in its own shape: FastAPI lists problems under `detail`,
    each with the place in `loc`; Django REST Framework maps fields to messages. For the others
    the snippets write `{"errors": {field: [messages]}}`.
    """
    body = payload(answer, *REFUSED)
    assert isinstance(body, dict)
    if isinstance(body.get("detail"), list):
        assert all(isinstance(problem["msg"], str) for problem in body["detail"])
        return {problem["loc"][1] for problem in body["detail"]}
    errors = body.get("errors", body)
    assert isinstance(errors, dict)
    for messages in errors.values():
        assert isinstance(messages, list)
        assert messages
        assert all(isinstance(message, str) and message for message in messages)
    return set(errors)


@dataclass(frozen=True)
class Output:
    """Keeps the texts that pages show equal to what snippets really write."""

    stage: Stage
    catalogue: Catalogue
    rewrite: bool

    def __call__(self, name: str, text: str, *changing: tuple[str, str]) -> None:
        """Compare a text with the file of that name beside the snippet, or rewrite the file.

        Args:
            name: one of the topic's `outputs` in `data/topics.yml`.
            text: what was really written.
            changing: patterns of what differs from run to run, each with what is shown in its
                place (as for `re.sub`).
        """
        topic, framework = self.stage.topic, self.stage.framework
        assert name in topic.outputs, f"data/topics.yml: {topic.id}.outputs lacks {name}; add it"
        for pattern, shown in changing:
            text = re.sub(pattern, shown, text)
        text = "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"
        path = self.catalogue.output_file(framework.id, topic.id, name)
        if self.rewrite:
            path.write_text(text, encoding="utf-8")
            return
        kept = path.read_text(encoding="utf-8") if path.is_file() else ""
        assert text == kept, f"{path.name} is stale; renew it: make outputs K={topic.id}"


def transcript(answer: httpx2.Response, *headers: str) -> str:
    """Return a request and its answer as a terminal would show them, with the headers named."""
    request = answer.request
    target = request.url.raw_path.decode("ascii")
    lines = [f"{request.method} {target}"]
    if sent := request.content.decode("utf-8"):
        lines += ["", sent]
    lines += ["", f"{answer.status_code} {answer.reason_phrase}"]
    lines += [f"{name}: {answer.headers[name]}" for name in headers if name in answer.headers]
    if answer.content:
        lines += ["", answer.text]
    return "\n".join(lines)
