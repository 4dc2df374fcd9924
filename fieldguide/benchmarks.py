"""What was measured: reads a run of `data/benchmarks/`, and works out what its rounds say together.

A run is a folder: `run.json` says what was run, on what and how, and each other file holds all
rounds of one cell, a scenario on a row. The files keep what was measured and nothing that was
worked out from it. `bench/` writes them; a run without its provenance does not load.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from fieldguide import method, statistics, strict_yaml
from fieldguide.messages import explain
from fieldguide.model import Row as Checked
from fieldguide.model import Slug, Text, Vocabulary, Word
from fieldguide.problems import DataError, Problem, shown
from fieldguide.statistics import Interval

Model = TypeVar("Model", bound=BaseModel)
Number = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=10**12)]


class LoadKind(Vocabulary):
    """How a server is loaded."""

    SATURATION = "saturation", "each connection sends its next request when it has its answer"
    FIXED = "fixed", "requests start at a fixed rate, the same for all rows"
    HALF = "half", "requests start at half the rate that this row reached in saturation"
    MOST = "most", "requests start at four fifths of the rate that this row reached in saturation"
    USERS = "users", "users send a request, wait for its answer, and pause before the next"


class RowKind(Vocabulary):
    """What a row is there for."""

    FRAMEWORK = "framework", "a framework of this guide, by the code and the command of its page"
    FLOOR = "floor", "a server with hardly anything behind it: what no framework can go below"
    OTHER = "other", "another framework, for scale"


class Track(Vocabulary):
    """On which terms a row is compared."""

    DOCUMENTED = "documented", "by the command that its documentation gives"
    FAMILY = "family", "on the same server as the other rows of its interface, with equal options"
    ABLATION = "ablation", "one factor changed, to see what it costs"


# -------------------------------------------------------------------------------------- the files


class Machine(Checked):
    """What a run was made on."""

    cpu: Text
    """The processor's own name."""
    cores: Count
    """How many the system shows."""
    memory_mb: Count
    """Its memory in megabytes of 1,000,000 bytes."""
    system: Text
    """The operating system's name and version."""
    kernel: Text
    """The kernel's release."""
    python: Text
    """The Python that the harness ran on, with its compiler."""


class Provenance(Checked):
    """What has to be known of a run before its figures mean anything; all of it is measured."""

    commit: Annotated[str, Field(pattern="^[0-9a-f]{40}$")]
    """The commit whose code was measured."""
    changed: bool
    """True if files differed from that commit."""
    machine: Machine
    """What it ran on."""
    tools: dict[Word, Text]
    """The load generators and their versions."""
    load_average: Annotated[list[Number], Field(min_length=3, max_length=3)]
    """How busy the machine was before, over 1, 5 and 15 minutes."""
    pinned: dict[Literal["server", "generator"], list[Count]]
    """Which cores each side had to itself; empty where there was one core for both."""
    contracts: date | None
    """The day on which every contract passed with the versions in use; null if there is none."""


class Scenario(Checked):
    """One kind of work that every row was given."""

    id: Slug
    """Its name in files and addresses."""
    name: Word
    """Its name as a reader would say it."""
    question: Text
    """What its figures answer."""
    topic: Slug
    """The topic whose snippets do the work."""
    request: Text
    """What is sent."""
    unit: Word
    """What is counted: request, message, upload."""
    baseline: Slug
    """The row that others are compared with."""
    connections: Count
    """How many connections the generator keeps."""
    seconds: Number
    """How long each load lasts."""
    warm_up: Number
    """Seconds of load before the first that counts."""
    rounds: Count
    """How many rounds were planned at most."""
    fixed_rate: Number | None
    """Requests a second of the load `fixed`."""
    loads: list[LoadKind]
    """The loads of each round, in their order."""


class Install(Checked):
    """What a row needs on the disk."""

    packages: Count
    """Distributions, those included that it needs in turn."""
    megabytes: Number
    """Their files without compiled bytecode, in megabytes of 1,000,000 bytes."""


class BenchRow(Checked):
    """One thing that was measured: a framework on a server, with its options."""

    id: Slug
    """Its name in files and addresses."""
    name: Word
    """Its name on pages."""
    framework: Slug | None
    """The framework of this guide, or null."""
    kind: RowKind
    """What it is there for."""
    server: Word
    """The server it ran on."""
    interface: Word
    """How the two meet: WSGI, ASGI, own."""
    tracks: list[Track]
    """On which terms it is compared."""
    factors: dict[Slug, Word]
    """What else makes a difference: workers, threads, access log."""
    instead_of: Slug | None = None
    """The row that differs from it by one factor, so that the two together tell its cost; the
    run may be without it."""
    absent: Text | None = None
    """Why it was not measured here, or null."""
    how_to_add: Text | None = None
    """What it takes to measure it."""
    install: Install | None = None
    """What it needs on the disk."""


class Proof(Checked):
    """What the contracts of the snippets that a run measures said, on the day and the machine."""

    passed: Count
    """Tests that passed."""
    failed: Count
    """Tests that failed; a run after which any did is not published."""


class Run(Checked):
    """What was run: the content of `run.json`."""

    id: Slug
    """The folder's name."""
    kind: Literal["smoke", "part", "full"]
    """Smoke runs show that the harness works, a part is what somebody chose out of the whole. The
    pages show the newest full run; what no full run holds, they show from a part."""
    method: Annotated[int, Field(ge=1, le=1000)]
    """The version of the method; runs of different versions are not compared."""
    started: datetime
    """When it began."""
    finished: datetime | None
    """When it ended; null if it was stopped and can be resumed."""
    seed: Count
    """What decided the order of the rows in each round."""
    database: Literal["sqlite", "postgresql"]
    """What the data scenarios ran on."""
    provenance: Provenance
    """What it was run on."""
    ceilings: dict[Word, Number]
    """Requests a second that each generator reaches with a server that hardly does anything."""
    scenarios: list[Scenario]
    """What was asked."""
    rows: list[BenchRow]
    """Who was asked."""
    before: Proof | None = None
    """The contracts before the first round; null if they were not run."""
    after: Proof | None = None
    """The contracts after the last round."""


class Load(Checked):
    """What one load of one round gave."""

    kind: LoadKind
    """How the server was loaded."""
    generator: Word
    """What sent the requests: wrk, client, locust."""
    seconds: Number
    """How long it lasted."""
    requests: Count
    """Good answers."""
    errors: Count
    """Answers that were wrong, late or missing."""
    offered: Number | None
    """Requests a second that were to be sent; null in saturation."""
    rate: Number
    """Good answers a second."""
    cpu_us: Number
    """Processor time of the server's processes for one good answer, in microseconds."""
    cpu_cores: Number
    """How many cores the server kept busy."""
    generator_cpu: Number
    """How many cores the generator kept busy."""
    reconnects: Count
    """Connections that had to be opened again; 0 for wrk, which does not say."""
    mean_ms: Number
    """Latency: mean. All latencies count from the moment at which a request was meant to start.

    In saturation that is when the answer before it had come, so that these say how many connections
    there were, and are not compared. Users send a request when their pause is over.
    """
    p50_ms: Number
    """Latency: median."""
    p90_ms: Number
    """Latency: nine of ten answers were faster."""
    p99_ms: Number
    """Latency: ninety-nine of a hundred answers were faster."""
    max_ms: Number
    """Latency: the slowest answer."""
    rejected: list[Text]
    """Why it does not count; empty if it does."""


class Round(Checked):
    """What one round of one cell gave, on a server process of its own."""

    round: Count
    """Its number, from 1."""
    started: datetime
    """When the server was started."""
    position: Count
    """Its place among the cells of the round, from 1."""
    load_average: Number
    """How busy the machine was before, over a minute."""
    start_ms: Number
    """From the start of the process to the first good answer."""
    idle_mb: Number
    """Memory (PSS) after the first answers, in megabytes of 1,000,000 bytes."""
    loaded_mb: Number
    """Memory (PSS) after the last load."""
    keep_alive: bool
    """Whether the server answers two requests on one connection."""
    loads: list[Load]
    """Its loads, in their order."""
    rejected: list[Text]
    """Why none of it counts; empty if it does."""


class Cell(Checked):
    """All rounds of one scenario on one row."""

    scenario: Slug
    """The scenario."""
    row: Slug
    """The row."""
    control: bool
    """True for the baseline's second measurement in each round."""
    command: Text
    """What started the server."""
    runtime: Word
    """What the server's process runs on."""
    versions: Annotated[dict[Word, Word], Field(min_length=1)]
    """The versions that the server's own interpreter named."""
    rounds: list[Round]
    """Its rounds, rejected ones too."""

    @property
    def file(self) -> str:
        """The name of its file."""
        return file_name(self.scenario, self.row, control=self.control)

    def values(self, metric: "Metric", kind: LoadKind) -> dict[int, float]:
        """Return what each round that counts gave, by the number of the round."""
        found: dict[int, float] = {}
        for entry in self.rounds:
            if entry.rejected:
                continue
            if not metric.of_load:
                found[entry.round] = float(getattr(entry, metric.value))
                continue
            for load in entry.loads:
                if load.kind is kind and not load.rejected:
                    found[entry.round] = float(getattr(load, metric.value))
        return found


def file_name(scenario: str, row: str, *, control: bool = False) -> str:
    """Return the name of a cell's file."""
    return f"{scenario}.{row}{'.again' if control else ''}.json"


# --------------------------------------------------------------------------------- what they say


class Metric(StrEnum):
    """What is compared."""

    CPU = "cpu_us"
    CORES = "cpu_cores"
    RATE = "rate"
    P50 = "p50_ms"
    P90 = "p90_ms"
    P99 = "p99_ms"
    MAX = "max_ms"
    START = "start_ms"
    IDLE = "idle_mb"
    LOADED = "loaded_mb"

    @property
    def of_load(self) -> bool:
        """Whether each load has a value of it, and not the round as a whole."""
        return self not in {Metric.START, Metric.IDLE, Metric.LOADED}

    @property
    def low_is_better(self) -> bool:
        """Whether less is better."""
        return self is not Metric.RATE


@dataclass(frozen=True)
class Line:
    """One row of a comparison."""

    row: BenchRow
    value: Interval
    """The median of the rounds that count."""
    ratio: Interval | None
    """Compared with the baseline, round by round; None if they share no round."""
    rank: int
    """One more than the number of rows that are surely better."""
    rounds: int
    """How many rounds count."""
    rejected: int
    """How many do not."""


@dataclass(frozen=True)
class Comparison:
    """What a scenario says of all rows in one metric."""

    scenario: Scenario
    metric: Metric
    kind: LoadKind
    lines: list[Line]
    """The rows that have a value, the best first."""
    without: dict[str, str]
    """Why each other row has none, by its id."""
    band: float
    """The resolution: differences below this share are none, 0.08 being 8 %."""


@dataclass(frozen=True)
class Results:
    """A run with all its cells."""

    run: Run
    cells: dict[str, Cell]
    """The cells by the name of their file."""
    _tables: dict[tuple[str, Metric, LoadKind], Comparison] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What was compared once: pages and the ledger ask for the same again and again."""

    def cell(self, scenario: str, row: str, *, control: bool = False) -> Cell | None:
        """Return a cell, or None if it was not measured."""
        return self.cells.get(file_name(scenario, row, control=control))

    def table(
        self, scenario: str, metric: Metric, kind: LoadKind = LoadKind.SATURATION
    ) -> Comparison:
        """Compare all rows of a scenario.

        Raises:
            LookupError: if the run has no such scenario.
        """
        key = scenario, metric, kind
        if key not in self._tables:
            self._tables[key] = self._compare(*key)
        return self._tables[key]

    def _compare(self, scenario: str, metric: Metric, kind: LoadKind) -> Comparison:
        about = next((row for row in self.run.scenarios if row.id == scenario), None)
        if about is None:
            raise LookupError(f"The run {self.run.id} has no scenario {scenario}.")
        base = self.cell(scenario, about.baseline)
        baseline = base.values(metric, kind) if base else {}
        again = self.cell(scenario, about.baseline, control=True)
        band = statistics.band(
            statistics.paired_ratio(again.values(metric, kind), baseline) if again else None
        )
        values: dict[str, dict[int, float]] = {}
        without: dict[str, str] = {}
        for row in self.run.rows:
            cell = self.cell(scenario, row.id)
            found = cell.values(metric, kind) if cell else {}
            if found:
                values[row.id] = found
            elif cell:
                without[row.id] = _first_reason(cell)
            elif row.absent:
                without[row.id] = row.absent
        medians = {row: statistics.interval(list(found.values())) for row, found in values.items()}
        ratios = {row: statistics.paired_ratio(found, baseline) for row, found in values.items()}
        compared = {row: ratio for row, ratio in ratios.items() if ratio is not None} or medians
        rank = statistics.ranks(compared, low_is_better=metric.low_is_better, band=band)
        lines = [
            Line(
                row,
                medians[row.id],
                ratios[row.id],
                rank.get(row.id, len(rank) + 1),
                len(values[row.id]),
                len(self.cells[file_name(scenario, row.id)].rounds) - len(values[row.id]),
            )
            for row in self.run.rows
            if row.id in values
        ]
        sign = 1 if metric.low_is_better else -1
        lines.sort(key=lambda line: (line.rank, sign * line.value.median))
        return Comparison(about, metric, kind, lines, without, band)

    def against(
        self,
        scenario: str,
        row: str,
        other: str,
        metric: Metric,
        kind: LoadKind = LoadKind.SATURATION,
    ) -> Interval | None:
        """Return a row's value over another's, round by round; None if they share no round."""
        own, base = self.cell(scenario, row), self.cell(scenario, other)
        if own is None or base is None:
            return None
        return statistics.paired_ratio(own.values(metric, kind), base.values(metric, kind))

    def per_core(self, scenario: str, row: str) -> Interval | None:
        """Return requests a second that one core of a server gives; None if it has no value."""
        cell = self.cell(scenario, row)
        spent = cell.values(Metric.CPU, LoadKind.SATURATION) if cell else {}
        rates = [1e6 / value for value in spent.values() if value]
        return statistics.interval(rates) if rates else None


def _first_reason(cell: Cell) -> str:
    """Return why a cell has no value, in the words of its last round."""
    for entry in reversed(cell.rounds):
        for reasons in (entry.rejected, *(load.rejected for load in entry.loads)):
            if reasons:
                return reasons[0]
    return "It has not been measured yet."


# ------------------------------------------------------------------------------------------ reading


CONTRIBUTED = "contributed"
"""The folder of `data/benchmarks/` that holds other people's runs, which are shown apart."""


def folders(root: Path, *, contributed: bool = False) -> list[Path]:
    """Return the folders of all runs of ours, or of all contributed ones, by name."""
    place = root / "data" / "benchmarks" / (CONTRIBUTED if contributed else "")
    return sorted(path.parent for path in place.glob("*/run.json"))


def complete(root: Path, *, contributed: bool = False, kind: str = "full") -> list[Results]:
    """Return all runs of a kind that were finished, the newest first.

    A run after which a contract failed is left out.

    Raises:
        DataError: if a run cannot be read.
    """
    runs = [load(folder, root) for folder in folders(root, contributed=contributed)]
    found = [one for one in runs if one.run.kind == kind and one.run.finished]
    found = [one for one in found if not (one.run.after and one.run.after.failed)]
    return sorted(found, key=lambda one: (one.run.started, one.run.id), reverse=True)


def latest(root: Path) -> Results | None:
    """Return the newest full run of ours that today's method made, or None.

    Raises:
        DataError: if a run cannot be read.
    """
    own = (found for found in complete(root) if found.run.method == method.VERSION)
    return next(own, None)


def load(folder: Path, root: Path) -> Results:
    """Read a run.

    Raises:
        DataError: if anything is wrong with any of its files; it holds every problem.
    """
    files = tuple(sorted(folder.glob("*.json")))
    return _load(folder, root, files, tuple(path.stat().st_mtime_ns for path in files))


@lru_cache(maxsize=64)
def _load(folder: Path, root: Path, files: tuple[Path, ...], _changed: tuple[int, ...]) -> Results:
    problems: list[Problem] = []
    run = _read(folder / "run.json", root, Run, problems)
    cells: dict[str, Cell] = {}
    for path in files:
        if path.name == "run.json":
            continue
        cell = _read(path, root, Cell, problems)
        if cell is not None:
            cells[path.name] = cell
            problems += _misplaced(path, root, cell, run)
    if run is not None:
        problems += _at_odds(folder / "run.json", root, run)
    if problems or run is None:
        raise DataError(problems)
    return Results(run, cells)


def check(root: Path) -> list[Problem]:
    """Return everything that is wrong with the files of all runs."""
    problems: list[Problem] = []
    place = root / "data" / "benchmarks"
    theirs = sorted((place / CONTRIBUTED).glob("*/"))
    for folder in [*sorted(set(place.glob("*/")) - {place / CONTRIBUTED}), *theirs]:
        try:
            run = load(folder, root).run
        except DataError as error:
            problems += error.problems
        else:
            if folder in theirs and not (run.kind == "full" and run.finished):
                message = (
                    "is no full run that was finished; a contributed one has to be: `make bench`"
                )
                problems.append(_problem(folder / "run.json", root, "kind", message))
        problems += [
            _problem(path, root, "", "is no file of a run; allowed: *.json; move or delete it")
            for path in sorted(folder.iterdir())
            if path.suffix != ".json"
        ]
    return problems


def _at_odds(path: Path, root: Path, run: Run) -> Iterable[Problem]:
    """Yield what a run's own parts say against each other or against the folder's name."""
    if run.id != path.parent.name:
        message = f"differs from the folder's name (found {shown(run.id)}); rename the folder"
        yield _problem(path, root, "id", message)
    if run.method > method.VERSION:
        message = (
            f"is no version of the method yet (found {run.method}); allowed: 1 to "
            f"{method.VERSION}; describe a new one in fieldguide/method.py"
        )
        yield _problem(path, root, "method", message)


def _misplaced(path: Path, root: Path, cell: Cell, run: Run | None) -> Iterable[Problem]:
    if cell.file != path.name:
        yield _problem(path, root, "row", f"belongs to another file; rename it {cell.file}")
    if run is None:
        return
    for name, word, known in (
        ("scenario", cell.scenario, [row.id for row in run.scenarios]),
        ("row", cell.row, [row.id for row in run.rows]),
    ):
        if word not in known:
            message = (
                f"is not one of run.json (found {shown(word)}); allowed: {', '.join(known)}; "
                "delete the file or restore the entry"
            )
            yield _problem(path, root, name, message)


def _read(path: Path, root: Path, model: type[Model], problems: list[Problem]) -> Model | None:
    try:
        return model.model_validate_json(path.read_bytes())
    except OSError as error:
        message = f"cannot be read ({error.strerror}); restore the file"
        problems.append(_problem(path, root, "", message))
    except ValidationError as error:
        # JSON is YAML as well, and the strict reader knows where each value stands.
        document = strict_yaml.read(path, root)
        if any(detail["type"] == "json_invalid" for detail in error.errors()):
            message = "is not valid JSON; the harness writes this file: restore it, or run again"
            found = next(iter(document.problems), None)
            place = (found.line, found.column) if found else (1, 1)
            problems.append(Problem(document.file, *place, "", message))
        else:
            problems += [explain(document, model, detail) for detail in error.errors()]
    return None


def _problem(path: Path, root: Path, field: str, message: str) -> Problem:
    return Problem(path.relative_to(root).as_posix(), 1, 1, field, message)
