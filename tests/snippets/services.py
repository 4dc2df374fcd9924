"""The real services that snippets talk to: PostgreSQL, Redis, a mail server, another HTTP service.

Each listens on 127.0.0.1 or on a Unix socket only, and ends with the block that started it.
"""

import json
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from fieldguide import serving
from fieldguide.services import PostgreSQL, Redis, postgresql, redis_server

__all__ = ["Mailbox", "Plan", "PostgreSQL", "Redis", "Upstream", "mail_server", "postgresql",
           "redis_server", "upstream_server"]  # fmt: skip

# --------------------------------------------------------------------------------------------- mail


class Mailbox:
    """A mail server that keeps what it was given; it can be told to refuse."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.refuses = False
        self.port = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it by this name
        """Keep a message, or refuse it."""
        if self.refuses:
            return "451 Try again later"
        content = envelope.content
        assert isinstance(content, bytes)
        self.recipients.append(envelope.rcpt_tos)
        self.messages.append(message_from_bytes(content, policy=policy.default))
        return "250 Kept"


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Run a mail server."""
    mailbox = Mailbox()
    mailbox.port = serving.free_port()
    controller = Controller(mailbox, hostname=serving.HOST, port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


# ----------------------------------------------------------------------------- another HTTP service


@dataclass(frozen=True)
class Plan:
    """What the service does with a request, beside what its parameters ask for."""

    body: bytes | None = None
    status: int = 200
    delay: float = 0
    """Seconds before the answer; it ends early if the caller gives up, or the plan is dropped."""
    trickles: bool = False
    """Send the body's bytes one by one, with the delay between them."""
    vanishes: bool = False
    """Close the connection in place of an answer."""


@dataclass
class Upstream:
    """An HTTP service that a snippet calls; it counts who is being served."""

    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    requests: list[str] = field(default_factory=list)
    """The targets that were asked for, in order of arrival."""
    now: int = 0
    most: int = 0
    """How many requests there ever were at one time."""
    connections: int = 0
    """How many connections were ever opened."""
    open: int = 0
    """How many of them are open now."""
    abandoned: int = 0
    """How many requests were given up by the caller before their planned answer was sent."""
    plans: dict[str, Plan] = field(default_factory=dict)
    """What to do for paths that begin with a certain segment."""
    ended: threading.Event = field(default_factory=threading.Event, repr=False)


@contextmanager
def upstream_server() -> Iterator[Upstream]:
    """Run the service: `GET /<anything>?delay=<seconds>&status=<code>` answers JSON.

    The body is `{"path": "/<anything>"}`; without parameters it comes at once, with status 200.
    A contract can plan other answers, by the first segment of the path.
    """
    upstream = Upstream()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            with upstream.lock:
                upstream.connections += 1
                upstream.open += 1
            super().setup()

        def finish(self) -> None:
            with upstream.lock:
                upstream.open -= 1
            super().finish()

        def do_GET(self) -> None:
            target = urlsplit(self.path)
            wanted = parse_qs(target.query)
            plan = upstream.plans.get(target.path.split("/")[1])
            with upstream.lock:
                upstream.requests.append(self.path)
                upstream.now += 1
                upstream.most = max(upstream.most, upstream.now)
            if plan:
                self.follow(plan)
                return
            upstream.ended.wait(float(wanted.get("delay", ["0"])[0]))
            body = json.dumps({"path": target.path}).encode()
            with upstream.lock:
                upstream.now -= 1
            try:
                self.send_response(int(wanted.get("status", ["200"])[0]))
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:  # The caller has given up, as some contracts want it to.
                self.close_connection = True

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self.do_GET()

        def follow(self, plan: Plan) -> None:
            body = b"{}" if plan.body is None else plan.body
            head, tail = (body[:-1], body[-1:]) if plan.trickles else (b"", body)
            self.close_connection |= plan.vanishes
            try:
                if plan.trickles:
                    self.start(plan, body)
                    for byte in head:
                        self.pause(plan)
                        self.wfile.write(bytes([byte]))
                self.pause(plan)
            except OSError:
                self.close_connection = True
                with upstream.lock:
                    upstream.abandoned += 1
                return
            finally:
                # Before the answer's end: the caller's next request may be here right after it.
                with upstream.lock:
                    upstream.now -= 1
            if not plan.vanishes:
                with suppress(OSError):
                    if not plan.trickles:
                        self.start(plan, body)
                    self.wfile.write(tail)

        def start(self, plan: Plan, body: bytes) -> None:
            self.send_response(plan.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()

        def pause(self, plan: Plan) -> None:
            """Wait as long as is planned, and the plan is kept.

            Raises:
                ConnectionAbortedError: if the caller closes the connection.
            """
            deadline = time.monotonic() + plan.delay
            while time.monotonic() < deadline and plan in upstream.plans.values():
                readable, _, _ = select.select([self.connection], [], [], 0.01)
                if readable and not self.connection.recv(1, socket.MSG_PEEK):
                    raise ConnectionAbortedError

        def log_message(self, format: str, *args: object) -> None:
            """Write no log; the contracts look at `requests`."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

    server = Server((serving.HOST, 0), Handler)
    upstream.url = f"http://{serving.HOST}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield upstream
    finally:
        upstream.ended.set()
        upstream.plans = {}
        server.shutdown()
        thread.join()
        server.server_close()
