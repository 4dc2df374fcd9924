"""What contracts share: a client that knows its server, and readers of answers."""

import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx2

from fieldguide import serving
from fieldguide.model import Framework, Topic

Result = TypeVar("Result")

REFUSED = {400, 422}
"""The two statuses with which a wrong value may be refused."""

TRACEBACK = re.compile(r"Traceback \(most recent call last\)|^[│╰] ", re.MULTILINE)
"""How a traceback looks in a server's log: Python's own form, or the boxes that Sanic draws."""

NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Contracts never leave 127.0.0.1; reading all certificates for each client would take time."""


@dataclass
class Stage:
    """One snippet, and the folder and database that its servers share."""

    framework: Framework
    topic: Topic
    snippets: Path
    folder: Path
    environment: dict[str, str]
    servers: int = field(default=0, init=False)
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

    @contextmanager
    def start(self, without: str = "") -> Iterator[serving.Server]:
        """Start a server, without one of the variables of its environment if that is named."""
        self.servers += 1
        environment = {k: v for k, v in self.environment.items() if k != without}
        log = self.folder / f"server-{self.servers}.log"
        with serving.reserved_port() as port:
            command = serving.command(self.framework, self.topic, port, self.snippets)
            with serving.serve(command, port, environment, log, grace=2) as server:
                yield server


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
