"""Measures one server once: start, sample, warm-up, loads, sample, end.

Each round of each cell has a process, a folder and a database of its own, so that nothing is
carried from one to the next.
"""

import json
import os
import re
import secrets
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from bench import children, gates, measures, plan, users, wire, wrk
from bench.client import Job, Report
from bench.plan import Effort, Row, Scenario
from bench.wire import BadAnswerError
from bench.workloads import Workload
from fieldguide import serving
from fieldguide.benchmarks import Cell, Load, LoadKind, Round, RowKind, Track
from fieldguide.catalogue import Catalogue
from fieldguide.model import Framework, Need, Topic
from fieldguide.services import PostgreSQL, Redis
from fieldguide.serving import Server

_TRACEBACK = re.compile(r"Traceback \(most recent call last\)|^[│╰] ", re.MULTILINE)
"""How a traceback looks in a log: Python's own form, or the boxes that Sanic draws."""
_SAMPLE_EVERY = 0.1
"""Seconds between two answers that are checked while wrk, which checks none, loads a server."""
_MARGIN = 30.0
"""Seconds that the client may take beyond its load before it is ended."""


class LoadError(Exception):
    """A load could not be made at all."""


@dataclass
class Bench:
    """What all cells of a run share."""

    catalogue: Catalogue
    effort: Effort
    ceilings: dict[str, float]
    folder: Path
    """Where prepared databases are kept."""
    postgresql: PostgreSQL | None = None
    """What databases are made in; None if no scenario needs it."""
    redis: Redis | None = None
    """What scenarios with a cache use."""
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    """That of the authors with whom a database is filled."""
    prepared: dict[tuple[str, str], str] = field(default_factory=dict)
    """The addresses of migrated databases to copy, by framework and topic."""


def measure(
    bench: Bench, scenario: Scenario, row: Row, number: int, position: int, *, control: bool
) -> tuple[Cell, Round]:
    """Measure one round of a cell; return the cell, without rounds, and the round.

    A server that does not start, dies or answers wrongly makes a round with its reasons.
    """
    scenario = replace(scenario, workload=row.workload or scenario.workload)
    shown = plan.command(row, scenario, bench.catalogue, 8000)
    cell = Cell(
        scenario=scenario.id, row=row.id, control=control, command=_as_typed(shown),
        runtime="unknown", versions={row.id: "unknown"}, rounds=[],
    )  # fmt: skip
    entry = Entry(number, position)
    # The name is short: Sanic's processes talk through a socket whose path may have 107 bytes.
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        try:
            with started(bench, scenario, row, Path(folder), entry) as server:
                runtime, versions = measures.running_versions(server, _packages(bench, row))
                cell = cell.model_copy(update={"runtime": runtime, "versions": versions})
                try:
                    _loaded(bench, scenario, row, server, entry)
                except (
                    LoadError, wrk.ToolError, users.UsersError, OSError, BadAnswerError
                ) as error:  # fmt: skip
                    entry.rejected.append(_one_line(error))
                if not server.pids():
                    entry.rejected.append("the server died")
                if _TRACEBACK.search(server.text()):
                    entry.rejected.append("the server logged a traceback")
        except serving.StartError as error:
            last = str(error).strip().splitlines()[-1]
            entry.rejected.append(f"the server did not start: {_one_line(last)}")
    return cell, entry.round()


@dataclass
class Entry:
    """A round while it is measured."""

    number: int
    position: int
    started: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    load_average: float = field(default_factory=lambda: os.getloadavg()[0])
    start_ms: float = 0
    idle_mb: float = 0
    loaded_mb: float = 0
    keep_alive: bool = False
    loads: list[Load] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)

    def round(self) -> Round:
        return Round(
            round=self.number, started=self.started, position=self.position,
            load_average=round(self.load_average, 2), start_ms=round(self.start_ms, 1),
            idle_mb=round(self.idle_mb, 2), loaded_mb=round(self.loaded_mb, 2),
            keep_alive=self.keep_alive, loads=self.loads, rejected=self.rejected,
        )  # fmt: skip


@contextmanager
def on_its_own(catalogue: Catalogue, scenario: Scenario, row: Row) -> Iterator[Server]:
    """Start a row's server outside of a run, for the block."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        bench = Bench(catalogue, plan.SMOKE, {}, Path(name))
        with started(bench, scenario, row, Path(name), Entry(1, 1)) as server:
            yield server


@contextmanager
def started(
    bench: Bench, scenario: Scenario, row: Row, folder: Path, entry: Entry
) -> Iterator[Server]:
    """Start a row's server on its core, with a database that is ready."""
    topic = bench.catalogue.topics[scenario.topic]
    framework = bench.catalogue.frameworks.get(row.framework or "")
    environment = _prepared(bench, framework, topic, folder)
    with serving.reserved_port() as port:
        command = plan.command(row, scenario, bench.catalogue, port)
        before = time.perf_counter()
        with children.served(command, port, environment, folder / "log.txt") as server:
            entry.start_ms = (time.perf_counter() - before) * 1000
            yield server


def _prepared(
    bench: Bench, framework: Framework | None, topic: Topic, folder: Path
) -> dict[str, str]:
    """Return the environment of a server whose database is ready.

    A database is migrated once; each round has a copy.
    """
    key = (framework.id if framework else "", topic.id)
    template, url = bench.prepared.get(key), None
    if bench.postgresql and plan.needs_postgresql(topic, bench.effort.database):
        url = bench.postgresql.database(template)
    environment = {**serving.environment(folder, database_url=url), "COOKIE_SECURE": "0"}
    if bench.redis and Need.REDIS in topic.needs:
        environment["REDIS_URL"] = bench.redis.url()
    if template and not url:
        shutil.copy(template, folder / "database.db")
    snippets = bench.catalogue.root / "snippets"
    if framework and not template and (commands := _preparations(framework, topic, snippets)):
        environment["SEED_PASSWORD"] = bench.password
        for number, command in enumerate(commands):
            serving.run(command, environment, folder / f"prepare-{number}.txt")
        if url and bench.postgresql:
            bench.prepared[key] = bench.postgresql.database(url)
        else:
            kept = bench.folder / f"{'.'.join(key)}.db"
            bench.prepared[key] = str(shutil.copy(folder / "database.db", kept))
    return environment


def _preparations(framework: Framework, topic: Topic, snippets: Path) -> list[serving.Command]:
    """Return what runs before the first start: a migration, and what fills an empty database."""
    migration = serving.preparation(framework, topic, snippets)
    found = [migration] if migration else []
    if "fill" in topic.commands:
        found.append(serving.named_command(framework, topic, "fill", snippets))
    return found


def _loaded(bench: Bench, scenario: Scenario, row: Row, server: Server, entry: Entry) -> None:
    """Sample, warm up, load and sample again."""
    workload = scenario.workload({"password": bench.password})
    entry.rejected += _sample(server, workload, workload.set_up())[1]
    if not entry.rejected:
        entry.keep_alive, wrong = _sample(server, workload, workload.sample())
        entry.rejected += wrong
    entry.idle_mb = measures.memory_mb(server)
    if entry.rejected:
        return
    if scenario.warms_up:
        _warm_up(bench, scenario, server, workload, entry)
    if entry.rejected:
        return
    for kind in _loads(bench, scenario, row):
        load = _load(bench, scenario, kind, server, workload, entry)
        entry.loads.append(load)
    entry.loaded_mb = measures.memory_mb(server)
    entry.rejected += _sample(server, workload, workload.sample())[1]


def _warm_up(
    bench: Bench, scenario: Scenario, server: Server, workload: Workload, entry: Entry
) -> None:
    """Load a server for a while without measuring; what goes wrong counts all the same."""
    if bench.effort.warm_up:
        seconds = bench.effort.warm_up * scenario.stretch
        job = Job(
            scenario.workload.__name__, server.port, scenario.connections, seconds,
            most=scenario.most,
        )  # fmt: skip
        report = _client(job, workload)
        entry.rejected += [f"in the warm-up: {wrong}" for wrong in report.errors]


def _loads(bench: Bench, scenario: Scenario, row: Row) -> list[LoadKind]:
    """Return the loads of a cell: latency is measured where a row is as its page deploys it.

    Rows that are there for scale have it at the rate that is the same for all.
    """
    own = {LoadKind.SATURATION}
    if Track.DOCUMENTED in row.tracks:
        own |= {LoadKind.FIXED} if row.kind is RowKind.OTHER else set(LoadKind)
    return [kind for kind in scenario.loads if kind in bench.effort.loads and kind in own]


def _sample(
    server: Server, workload: Workload, exchanges: Iterator[wire.Exchange]
) -> tuple[bool, list[str]]:
    """Do some exchanges one by one; return whether connections are kept, and what was wrong."""
    if workload.socket_path:
        return True, _sample_socket(server, workload)
    kept, wrong = True, []
    try:
        with ExitStack() as connections:
            connection = connections.enter_context(wire.connect(server.port))
            for exchange in exchanges:
                answer = wire.ask(connection, exchange)
                if found := exchange.wrong(answer):
                    wrong.append(f"in the sample: {found}")
                if answer.closes:
                    kept = False
                    connection = connections.enter_context(wire.connect(server.port))
    except (OSError, BadAnswerError) as error:
        wrong.append(f"in the sample: {_one_line(error)}")
    return kept, wrong


def _sample_socket(server: Server, workload: Workload) -> list[str]:
    path = workload.socket_path.format(number=0)
    try:
        with wire.connect(server.port) as connection:
            reader = wire.open_socket(connection, path)
            if greeting := workload.greeting():
                wire.ask_socket(connection, reader, greeting)
            for exchange in workload.sample():
                answer = wire.ask_socket(connection, reader, exchange)
                if found := exchange.wrong(answer):
                    return [f"in the sample: {found}"]
    except (OSError, BadAnswerError) as error:
        return [f"in the sample: {_one_line(error)}"]
    return []


# ------------------------------------------------------------------------------------------- loads


def _load(
    bench: Bench, scenario: Scenario, kind: LoadKind, server: Server, workload: Workload,
    entry: Entry,
) -> Load:  # fmt: skip
    """Make one load and judge it."""
    seconds = bench.effort.seconds * scenario.stretch
    rate = _rate(scenario, kind, entry.loads)
    before = measures.cpu_seconds(server)
    wrong: list[str] = []
    if kind is LoadKind.SATURATION and workload.path and scenario.unit == "request":
        with _sampling(server, workload, wrong) as looked:
            counted = wrk.run(server.port, workload.path, scenario.connections, seconds)
        used = max(0.0, measures.cpu_seconds(server) - before)
        took, answered = counted.duration / 1e6, counted.requests + len(looked)
        good = counted.requests - counted.status
        errors, generator, spent = counted.errors, "wrk", counted.cpu_seconds
        size = _size(server, workload)
        wrong += gates.wrong_size(counted.bytes, counted.requests, size, scenario.connections)
        times = [counted.mean, counted.p50, counted.p90, counted.p99, counted.max]
        mean, p50, p90, p99, most = (value / 1000 for value in times)
        reconnects = 0
    elif kind is LoadKind.USERS:
        met, spent = users.load(server.port, scenario.connections, seconds)
        used = max(0.0, measures.cpu_seconds(server) - before)
        total = met[-1]
        workload.context["total"] += users.more_items(met)  # The sample afterwards counts them.
        took, answered = total.last - total.first, total.requests
        good = total.requests - total.failures
        errors = {"failed requests of users": total.failures} if total.failures else {}
        generator, reconnects = "locust", 0
        mean = total.mean
        p50, p90, p99, most = (total.share(percent) for percent in (50, 90, 99, 100))
    else:
        job = Job(
            scenario.workload.__name__,
            server.port,
            scenario.connections,
            seconds,
            rate,
            scenario.most,
        )
        report = _client(job, workload)
        used = max(0.0, measures.cpu_seconds(server) - before)
        took, answered, good = report.seconds, report.answered, report.in_time
        errors, generator, spent = report.errors, "client", report.cpu_seconds
        mean, p50, p90 = report.mean_ms, report.p50_ms, report.p90_ms
        p99, most, reconnects = report.p99_ms, report.max_ms, report.reconnects
    load = Load(
        kind=kind, generator=generator, seconds=round(took, 3), requests=max(good, 0),
        errors=sum(errors.values()), offered=None if rate is None else round(rate, 2),
        rate=round(max(good, 0) / took, 2) if took else 0,
        cpu_us=round(used / answered * 1e6, 2) if answered else 0,
        cpu_cores=round(used / took, 3) if took else 0,
        generator_cpu=round(spent / took, 3) if took else 0, reconnects=reconnects,
        mean_ms=round(mean, 3), p50_ms=round(p50, 3), p90_ms=round(p90, 3),
        p99_ms=round(p99, 3), max_ms=round(most, 3), rejected=[],
    )  # fmt: skip
    ceiling = bench.ceilings.get(generator, 0) if scenario.unit == "request" else 0
    found = gates.reasons(load, errors=errors, connections=scenario.connections, ceiling=ceiling)
    return load.model_copy(update={"rejected": [*wrong, *found]})


def _rate(scenario: Scenario, kind: LoadKind, before: list[Load]) -> float | None:
    """Return the requests a second that a load offers; None where answers or users decide.

    Raises:
        LoadError: if it depends on a saturation that gave nothing.
    """
    if kind in {LoadKind.SATURATION, LoadKind.USERS}:
        return None
    if kind is LoadKind.FIXED:
        return scenario.fixed_rate
    capacity = next((load.rate for load in before if load.kind is LoadKind.SATURATION), 0)
    if not capacity:
        raise LoadError("its capacity is not known, so there is no share of it to offer")
    return capacity * (0.5 if kind is LoadKind.HALF else 0.8)


def _client(job: Job, workload: Workload) -> Report:
    """Run the client in a process on the generator's core; return what it reports.

    Raises:
        LoadError: if it fails or does not come to an end.
    """
    job.context = workload.context
    arguments = [sys.executable, "-m", "bench.client"]
    try:
        status, out, err = children.output(
            arguments, job.seconds + _MARGIN, cwd=plan.ROOT, sends=json.dumps(asdict(job))
        )
    except subprocess.TimeoutExpired:
        raise LoadError("the client did not come to an end") from None
    if status:
        raise LoadError(f"the client failed: {err.strip().splitlines()[-1] if err else 'silently'}")
    report = Report(**json.loads(out))
    workload.context.clear()
    workload.context.update(report.context)
    return report


@contextmanager
def _sampling(server: Server, workload: Workload, wrong: list[str]) -> Iterator[list[bool]]:
    """Check an answer now and then while the block runs; add what is wrong.

    What it yields holds an entry for each answer that was checked: the server worked for them, too.
    """
    ended = threading.Event()
    looked: list[bool] = []

    def look() -> None:
        while not ended.wait(_SAMPLE_EVERY):
            found = _sample(server, workload, iter([workload.next()]))[1]
            looked.append(not found)
            if found and len(wrong) < 3:
                wrong.extend(found)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield looked
    finally:
        ended.set()
        thread.join()


def _size(server: Server, workload: Workload) -> int:
    """Return how many bytes a right answer has, head and all."""
    with wire.connect(server.port) as connection:
        return wire.ask(connection, workload.next()).size


# ------------------------------------------------------------------------------------------- words


def _packages(bench: Bench, row: Row) -> tuple[str, ...]:
    framework = bench.catalogue.frameworks.get(row.framework or "")
    named = framework.packages if framework else []
    return tuple(dict.fromkeys([*named, *row.packages]))


def _as_typed(command: serving.Command) -> str:
    """Return a command as a reader types it: by the names of programs, not their paths."""
    program, *arguments = command.argv
    name = "python" if program == sys.executable else Path(program).name
    return shlex.join([name, *arguments])


def _one_line(error: Exception | str) -> str:
    """Return an error on one line that holds no path of this machine."""
    words = " ".join(str(error).split()) or type(error).__name__
    for folder in (plan.ROOT, Path(sys.prefix)):
        words = words.replace(f"{folder}{os.sep}", "")
    return words[:300]


def ceilings(catalogue: Catalogue, tries: int, seconds: float = 1) -> dict[str, float]:
    """Return the requests a second that each generator reaches against a fixed reply.

    The server is one that hardly does anything. It may be what holds the generator up, so the
    true ceiling is not lower than this. The best of some tries counts: a busy moment of the machine
    must not pass for a low ceiling.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as name, serving.reserved_port() as port:
        folder = Path(name)
        command = serving.Command(
            (sys.executable, "-m", "bench.floors.fixed_reply", str(port)), catalogue.root
        )
        environment, hello = serving.environment(folder), plan.SCENARIOS["hello"]
        found: dict[str, float] = {"wrk": 0, "client": 0}
        with children.served(command, port, environment, folder / "log.txt"):
            for _ in range(tries):
                counted = wrk.run(port, "/", hello.connections, seconds)
                job = Job(hello.workload.__name__, port, hello.connections, seconds)
                report = _client(job, hello.workload({}))
                found["wrk"] = max(found["wrk"], counted.requests / counted.duration * 1e6)
                found["client"] = max(found["client"], report.in_time / report.seconds)
    return {name: round(value) for name, value in found.items()}
