"""Goes through a plan: rounds of cells in an order drawn by lot, each kept as soon as it is done.

A round holds every cell once, so that a disturbance of the machine meets all of them. A scenario
is done when its rounds suffice: when the interval of each row's ratio is narrow enough.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np

from bench import cell, children, contracts, measures, others, plan, wrk
from bench.cell import Bench
from bench.plan import Effort, Row, Scenario
from bench.store import Store
from fieldguide import benchmarks, method, services
from fieldguide.benchmarks import BenchRow, Metric, Run
from fieldguide.catalogue import Catalogue
from fieldguide.model import Need

GIVE_UP = 2
"""After so many rejected rounds in a row at the start, a cell is not measured again."""


@dataclass(frozen=True)
class Place:
    """A cell of the plan."""

    scenario: Scenario
    row: Row
    control: bool = False

    @property
    def file(self) -> str:
        """The name of its file."""
        return benchmarks.file_name(self.scenario.id, self.row.id, control=self.control)


@dataclass
class Watcher:
    """What is told of the progress; the command line shows it, tests look at it."""

    total: Callable[[int], None] = lambda _: None
    """How many rounds of cells there are at most."""
    begins: Callable[[str], None] = lambda _: None
    """What is measured now."""
    ends: Callable[[list[str]], None] = lambda _: None
    """One is done; the reasons if it was rejected."""
    skips: Callable[[int], None] = lambda _: None
    """So many need not be measured."""


class ResumeError(Exception):
    """A run cannot go on: it would mix what cannot be compared."""


def run(catalogue: Catalogue, effort: Effort, store: Store, seed: int, watcher: Watcher) -> None:
    """Measure what is not there yet; what is there is kept and not measured again.

    Raises:
        ToolError: if a load generator is missing.
        ContractError: if what is to be measured does not hold its contracts.
        ResumeError: if the code or the machine changed since the run was begun.
        StoreError: if a round could not be written; all earlier ones are on the disk.
        KeyboardInterrupt: if it is interrupted; all rounds that were done are on the disk.
    """
    now = measures.provenance(catalogue, {"wrk": wrk.version(), "Locust": version("locust")})
    if store.exists:
        begun = store.open()
        if (begun.provenance.commit, begun.provenance.machine) != (now.commit, now.machine):
            raise ResumeError(
                f"{begun.id} was begun on commit {begun.provenance.commit[:10]} of "
                f"{begun.provenance.machine.cpu}, and this is not the same; begin another run"
            )
        if (begun.kind == "smoke") != (effort.kind == "smoke"):
            command = "smoke" if begun.kind == "smoke" else "run"
            raise ResumeError(
                f"{begun.id} is a {begun.kind} run; go on with: "
                f"python -m bench {command} --resume {begun.id}"
            )
        effort = replace(
            effort,
            kind=begun.kind,
            scenarios=tuple(scenario.id for scenario in begun.scenarios),
            rows=tuple(row.id for row in begun.rows),
            rounds=begun.scenarios[0].rounds,
            database=begun.database,
        )
    else:
        begun = _new_run(catalogue, effort, store, seed, now)
        store.write_run(begun)
    absent = {row.id for row in begun.rows if row.absent}
    places = [place for place in cells(catalogue, effort) if place.row.id not in absent]
    watcher.total(len(places) * effort.rounds)
    with ExitStack() as running:
        if effort.proves:
            watcher.begins("holding the snippets to their contracts")
            begun = begun.model_copy(update={"before": _proof(begun)})
            store.write_run(begun)
            if begun.before and begun.before.failed:
                raise contracts.ContractError(begun.before)
        bench = _bench(catalogue, effort, begun, running)
        for number in range(1, effort.rounds + 1):
            open_places = [place for place in places if _wanted(place, number, effort, store)]
            watcher.skips(len(places) - len(open_places))
            order = np.random.default_rng([begun.seed, number]).permutation(len(places))
            for position, index in enumerate(order, 1):
                place = places[index]
                if place in open_places:
                    _measure(bench, place, number, position, store, watcher)
    if effort.proves:
        watcher.begins("holding the snippets to their contracts once more")
        begun = begun.model_copy(update={"after": _proof(begun)})
    finished = datetime.now(UTC).replace(microsecond=0)
    store.write_run(begun.model_copy(update={"finished": finished}))


def _proof(begun: Run) -> benchmarks.Proof | None:
    """Run the contracts of what is measured; None if that are floors and other frameworks alone."""
    frameworks = {row.framework for row in begun.rows if row.framework}
    topics = {scenario.topic for scenario in begun.scenarios}
    return contracts.prove(topics, frameworks, begun.database) if frameworks else None


def cells(catalogue: Catalogue, effort: Effort) -> Iterator[Place]:
    """Yield the cells of a plan: each scenario's rows, and its baseline once more as a control."""
    for name in effort.scenarios:
        scenario = plan.SCENARIOS[name]
        for row in plan.ROWS.values():
            if effort.rows and row.id not in effort.rows:
                continue
            if plan.takes_part(row, scenario, catalogue):
                yield Place(scenario, row)
                if row.id == scenario.baseline:
                    yield Place(scenario, row, control=True)


def _bench(catalogue: Catalogue, effort: Effort, begun: Run, running: ExitStack) -> Bench:
    """Return what all cells share; the services that they need end with `running`."""
    topics = [catalogue.topics[scenario.topic] for scenario in begun.scenarios]
    needs = {need for topic in topics for need in topic.needs}
    folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
    bench = Bench(catalogue, effort, begun.ceilings, folder)
    _, core = measures.cores()
    with children.held_back(), measures.on_core(core):
        if any(plan.needs_postgresql(topic, begun.database) for topic in topics):
            bench.postgresql = running.enter_context(services.postgresql())
        if Need.REDIS in needs:
            bench.redis = running.enter_context(services.redis_server())
    return bench


def _measure(
    bench: Bench, place: Place, number: int, position: int, store: Store, watcher: Watcher
) -> None:
    control = " (control)" if place.control else ""
    watcher.begins(f"{place.scenario.name}: {place.row.name}{control}, round {number}")
    found, entry = cell.measure(
        bench, place.scenario, place.row, number, position, control=place.control
    )
    known = store.cells.get(place.file)
    if known is not None and found.runtime == "unknown":
        found = known  # It did not start this time, but has said before what it runs on.
    store.add(found, entry)
    watcher.ends([*entry.rejected, *(reason for load in entry.loads for reason in load.rejected)])


def _wanted(place: Place, number: int, effort: Effort, store: Store) -> bool:
    """Return whether a cell has to be measured in this round."""
    known = store.cells.get(place.file)
    if known is None:
        return True
    if number in store.done(place.file):
        return False
    if len(known.rounds) >= GIVE_UP and all(entry.rejected for entry in known.rounds):
        return False
    return number <= effort.fewest or not _precise(place.scenario, store)


def _precise(scenario: Scenario, store: Store) -> bool:
    """Return whether the rounds of a scenario suffice."""
    found = store.results().table(scenario.id, Metric.CPU)
    return bool(found.lines) and all(
        line.ratio is not None and line.ratio.spread <= plan.PRECISE for line in found.lines
    )


def _new_run(
    catalogue: Catalogue, effort: Effort, store: Store, seed: int,
    provenance: benchmarks.Provenance,
) -> Run:  # fmt: skip
    # A scenario whose topic is not there yet is left out.
    chosen = [plan.SCENARIOS[name] for name in effort.scenarios]
    chosen = [scenario for scenario in chosen if scenario.topic in catalogue.topics]
    return Run(
        id=store.folder.name,
        kind=effort.kind,
        method=method.VERSION,
        started=datetime.now(UTC).replace(microsecond=0),
        finished=None,
        seed=seed,
        database=effort.database,
        provenance=provenance,
        ceilings=dict(cell.ceilings(catalogue, effort.rounds)),
        scenarios=[_described(scenario, effort) for scenario in chosen],
        rows=[
            _row(row, catalogue.root)
            for row in plan.ROWS.values()
            if not effort.rows or row.id in effort.rows
        ],
    )  # fmt: skip


def _described(scenario: Scenario, effort: Effort) -> benchmarks.Scenario:
    return benchmarks.Scenario(
        id=scenario.id, name=scenario.name, question=scenario.question, topic=scenario.topic,
        request=scenario.request, unit=scenario.unit, baseline=scenario.baseline,
        connections=scenario.connections, seconds=effort.seconds * scenario.stretch,
        warm_up=effort.warm_up * scenario.stretch if scenario.warms_up else 0, rounds=effort.rounds,
        fixed_rate=scenario.fixed_rate,
        loads=[kind for kind in scenario.loads if kind in effort.loads],
    )  # fmt: skip


def _row(row: Row, root: Path) -> BenchRow:
    """Describe a row; one that has an environment of its own gets it now."""
    absent = row.absent or (others.missing(root, row.home) if row.home else None)
    return BenchRow(
        id=row.id, name=row.name, framework=row.framework, kind=row.kind, server=row.server,
        interface=row.interface, tracks=list(row.tracks), factors=dict(row.factors),
        instead_of=row.instead_of, absent=absent, how_to_add=row.how_to_add,
        install=measures.install(row.packages) if row.packages and not row.home else None,
    )  # fmt: skip
