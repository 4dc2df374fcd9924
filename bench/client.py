"""Loads a server from a process of its own: `python -m bench.client` takes a job from stdin.

In a closed loop each connection sends its next request when it has its answer. In an open loop
requests are meant to start at fixed times, whether or not earlier ones were answered; latency
counts from the moment at which a request was meant to start, so that a server that stalls cannot
hide it (G. Tene, "How NOT to Measure Latency", on coordinated omission). A thread of its own keeps
these times, since uvloop's clock knows no less than a millisecond. Connections take turns and are
kept as long as the server keeps them.
"""

import asyncio
import json
import math
import resource
import sys
import threading
import time
from collections import Counter, deque
from dataclasses import asdict, dataclass, field, replace
from typing import cast

import uvloop

from bench.wire import (
    HOST,
    PATIENCE,
    Answer,
    BadAnswerError,
    Exchange,
    FrameReader,
    Reader,
    upgrade,
)
from bench.workloads import WORKLOADS, Context

TICK = 0.00025
"""Seconds between two looks at what an open loop has to send; what is due by then is sent."""


@dataclass
class Job:
    """What the client has to do."""

    workload: str
    """The name of its class."""
    port: int
    connections: int
    seconds: float
    rate: float | None = None
    """Requests a second of an open loop; None for a closed one."""
    most: int = 1_000_000
    """How many requests are sent at most."""
    context: Context = field(default_factory=dict)


@dataclass
class Report:
    """What came of it; times in milliseconds unless they say otherwise."""

    seconds: float
    """From the first request to the end of the load."""
    planned: int
    """Requests that were meant to start."""
    in_time: int
    """Good answers within the load."""
    answered: int
    """Good answers, those included that came after the end."""
    errors: dict[str, int]
    """What went wrong, and how often."""
    reconnects: int
    cpu_seconds: float
    """Processor time of the client during the load."""
    mean_ms: float
    p50_ms: float
    p90_ms: float
    p99_ms: float
    max_ms: float
    context: Context


class Link(asyncio.Protocol):
    """One TCP connection; what comes on one that was given up is nobody's answer."""

    def __init__(self, owner: "Connection") -> None:
        self.owner = owner
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass of it.

    def data_received(self, data: bytes) -> None:
        if self.owner.link is self:
            self.owner.received(data)

    def connection_lost(self, error: Exception | None) -> None:
        if self.owner.link is self:
            self.owner.lost()


class Connection:
    """A place at the server, with one exchange at a time, on one TCP connection after another."""

    def __init__(self, client: "Client") -> None:
        self.client = client
        self.link: Link | None = None
        self.reader: Reader | FrameReader = Reader()
        self.exchange: Exchange | None = None
        self.meant = 0.0
        self.sent = 0.0
        self.again = False
        self.opening = False

    async def open(self) -> None:
        """Connect, and upgrade to a WebSocket if the workload wants one."""
        self.reader = Reader()
        self.link = link = Link(self)
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: link, HOST, self.client.job.port)
        if path := self.client.workload.socket_path:
            await self.agree(Exchange(upgrade(path.format(number=id(self))), lambda _: ""))
            if greeting := self.client.workload.greeting():
                await self.agree(greeting)

    async def agree(self, exchange: Exchange) -> None:
        """Do what comes before the first message of a WebSocket, and counts for nothing.

        Raises:
            ConnectionRefusedError: if the server wants no WebSocket.
            TimeoutError: if it does not answer.
        """
        opened = asyncio.get_running_loop().create_future()
        self.opening = True
        self.exchange = replace(exchange, wrong=lambda answer: _opened(opened, answer))
        self.write()
        await asyncio.wait_for(opened, PATIENCE)

    def start(self, exchange: Exchange, meant: float) -> None:
        """Send a request; connect first if the server has closed the connection."""
        self.exchange, self.meant, self.again = exchange, meant, False
        self.sent = time.perf_counter()
        if self.link is None:
            self.client.reconnect(self)
        else:
            self.write()

    def write(self) -> None:
        """Send the bytes of the current exchange."""
        if self.link and self.link.transport and self.exchange:
            self.link.transport.write(self.exchange.sends)

    def leave(self) -> None:
        """Give the TCP connection up; the next request opens another one."""
        link, self.link = self.link, None
        if link and link.transport:
            link.transport.abort()

    def received(self, data: bytes) -> None:
        """Take bytes from the server."""
        try:
            answer = self.reader.feed(data)
            while answer is not None:
                if self.is_mine(answer):
                    self.finish(answer)
                answer = self.reader.feed(b"")
        except BadAnswerError as error:
            self.fail(str(error))

    def is_mine(self, answer: Answer) -> bool:
        """Return whether this is an answer, and not a message that somebody else has caused."""
        if self.exchange is None:
            return not self.client.workload.broadcasts
        return self.exchange.mine is None or self.exchange.mine(answer)

    def finish(self, answer: Answer) -> None:
        """Check a whole answer."""
        exchange, self.exchange = self.exchange, None
        if self.opening and exchange is not None:
            self.opening = False
            if isinstance(self.reader, Reader):
                # What came behind the answer is the beginning of the first message.
                self.reader = FrameReader(self.reader.buffer)
            exchange.wrong(answer)
            return
        if answer.closes:
            self.leave()
        if exchange is None:
            self.client.errors["an answer that nobody asked for"] += 1
        else:
            self.client.answered(self, exchange.wrong(answer))

    def lost(self) -> None:
        """Take note that the server has closed the connection."""
        self.link = None
        if self.exchange is None or self.opening:
            return
        answer = self.reader.closed()
        if answer is not None:
            self.finish(answer)
        elif not (self.reader.buffer or self.again or self.client.workload.socket_path):
            # The server closed an idle connection just as it was used; RFC 9112, 9.3.1.
            self.again = True
            self.client.reconnect(self)
        else:
            self.fail("the connection was closed before the answer was whole")

    def fail(self, reason: str) -> None:
        """Give the current exchange up."""
        self.exchange = None
        self.leave()
        self.client.answered(self, reason)


def _opened(opened: "asyncio.Future[None]", answer: Answer) -> str:
    if not opened.done():
        if answer.status == 101:
            opened.set_result(None)
        else:
            opened.set_exception(ConnectionRefusedError(f"no WebSocket: {answer.status}"))
    return ""


class Client:
    """Sends a job's requests, and counts what comes back."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.workload = WORKLOADS[job.workload](job.context)
        self.errors: Counter[str] = Counter()
        self.latencies: list[float] = []
        self.free: deque[Connection] = deque()
        self.late: deque[float] = deque()
        self.busy: set[Connection] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self.planned = self.in_time = self.reconnects = 0
        self.began = self.ends = 0.0

    async def run(self) -> Report:
        """Do the job."""
        connections = [Connection(self) for _ in range(self.job.connections)]
        for connection in connections:  # One after the other: no server meets a crowd at once.
            await connection.open()
        self.free.extend(connections)
        used = _processor_time()
        self.began = time.perf_counter()
        self.ends = self.began + self.job.seconds
        if self.job.rate is None:
            while self.free:
                self.send(self.began)
            await self.watch()
        else:
            loop = asyncio.get_running_loop()
            pacer = threading.Thread(target=self.pace, args=(self.job.rate, loop), daemon=True)
            pacer.start()
            await self.watch()
        self.ends = min(time.perf_counter(), self.ends)
        seconds = self.ends - self.began
        used = _processor_time() - used
        await self.last_answers()
        times = sorted(latency * 1000 for latency in self.latencies) or [0.0]
        return Report(
            seconds=seconds,
            planned=self.planned,
            in_time=self.in_time,
            answered=len(self.latencies),
            errors=dict(self.errors.most_common(5)),
            reconnects=self.reconnects,
            cpu_seconds=used,
            mean_ms=sum(times) / len(times),
            p50_ms=percentile(times, 50),
            p90_ms=percentile(times, 90),
            p99_ms=percentile(times, 99),
            max_ms=times[-1],
            context=self.workload.context,
        )

    def over(self) -> bool:
        """Return whether no more requests are to start."""
        return self.planned >= self.job.most or time.perf_counter() >= self.ends

    async def watch(self) -> None:
        """Wait for the end of the load, and give up what takes too long."""
        while not self.over():
            await asyncio.sleep(0.02)
            self.give_up()

    def give_up(self) -> None:
        """Give up the exchanges that have waited for too long."""
        limit = time.perf_counter() - PATIENCE
        for connection in [found for found in self.busy if found.sent < limit]:
            connection.fail(f"no answer within {PATIENCE:g} s")

    def pace(self, rate: float, loop: asyncio.AbstractEventLoop) -> None:
        """Wake the loop, from a thread of its own, whenever a request is due."""
        pause = max(1 / rate, TICK)
        while not self.over():
            loop.call_soon_threadsafe(self.burst, rate)
            passed = time.perf_counter() - self.began
            time.sleep((int(passed / pause) + 1) * pause - passed)

    def burst(self, rate: float) -> None:
        """Start the requests that are due."""
        now = min(time.perf_counter(), self.ends)
        # The last of a load is due one pause before its end, as the first is due at its beginning.
        due = min(int((now - self.began) * rate) + 1, int(self.job.seconds * rate), self.job.most)
        while self.planned < due:
            self.late.append(self.began + self.planned / rate)
            self.planned += 1
        while self.late and self.free:
            self.send(self.late.popleft())

    def send(self, meant: float) -> None:
        """Start the next exchange on the connection that has rested longest."""
        connection = self.free.popleft()
        self.busy.add(connection)
        self.planned += self.job.rate is None
        connection.start(self.workload.next(), meant)

    def answered(self, connection: Connection, wrong: str) -> None:
        """Count an answer, or what came in its place, and send what waits for a connection."""
        now = time.perf_counter()
        if wrong:
            self.errors[wrong] += 1
        else:
            self.latencies.append(now - connection.meant)
            self.in_time += now <= self.ends
        self.busy.discard(connection)
        self.free.append(connection)
        if self.late:
            self.send(self.late.popleft())
        elif self.job.rate is None and not self.over():
            self.send(now)

    def reconnect(self, connection: Connection) -> None:
        """Open a connection again and send what it was meant to send."""
        self.reconnects += 1
        exchange = connection.exchange

        async def open_and_write() -> None:
            try:
                await connection.open()
            except (OSError, TimeoutError) as error:
                connection.fail(f"no connection: {type(error).__name__}")
            else:
                connection.exchange = exchange
                connection.write()

        task = asyncio.get_running_loop().create_task(open_and_write())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def last_answers(self) -> None:
        """Wait for the answers that are still on their way."""
        while self.busy:
            await asyncio.sleep(0.005)
            self.give_up()


def percentile(ordered: list[float], share: float) -> float:
    """Return the smallest value that so many per cent of the values do not exceed."""
    return ordered[max(0, math.ceil(share / 100 * len(ordered)) - 1)]


def _processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Read a job from stdin, do it, print the report."""
    job = Job(**json.load(sys.stdin))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        report = runner.run(Client(job).run())
    print(json.dumps(asdict(report)))


if __name__ == "__main__":
    main()
