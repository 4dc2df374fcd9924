"""A small run of invented rows over the small project, as the harness would have written it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from fieldguide.benchmarks import (
    CONTRIBUTED,
    BenchRow,
    Cell,
    Install,
    Load,
    LoadKind,
    Machine,
    Proof,
    Provenance,
    Round,
    RowKind,
    Run,
    Scenario,
    Track,
)

ALL: list[LoadKind] = [kind for kind in LoadKind if kind != LoadKind.USERS]
NOISE = (1.0, 1.04, 0.97, 1.1, 0.92, 1.02, 0.99, 1.06)
"""What the machine did to every row of a round."""
COSTS = {"alpha-threads": 200.0, "beta-loop": 100.0, "alpha-bare": 160.0, "floor": 40.0}
"""Processor time per request in µs, before the noise; half of it is milliseconds of p50."""


@dataclass
class Recipe:
    """What a run is like; the words are those that pages show."""

    id: str = "full-1"
    kind: str = "full"
    method: int = 1
    day: int = 1
    contributed: bool = False
    finished: bool = True
    version: str = "0.9"
    """That of `serverlet`, which the small project pins at 0.9."""
    costs: dict[str, float] = field(default_factory=lambda: dict(COSTS))
    before: Proof | None = None
    after: Proof | None = None
    """What the contracts said."""
    word: Callable[[str], str] = str
    """What is done to every word and sentence."""

    def write(self, root: Path) -> Path:
        """Write the run below a project's root; return its folder."""
        parent = root / "data" / "benchmarks" / (CONTRIBUTED if self.contributed else "")
        folder = parent / self.id
        folder.mkdir(parents=True)
        (folder / "run.json").write_text(self.run().model_dump_json(indent=1), "utf-8")
        for cell in self.cells():
            (folder / cell.file).write_text(cell.model_dump_json(indent=1), "utf-8")
        return folder

    def run(self) -> Run:
        """Return what was run."""
        when = datetime(2025, 6, self.day, 12, tzinfo=UTC)
        word = self.word
        machine = Machine(
            cpu=word(f"Core of {self.id}"), cores=2, memory_mb=8000, system=word("Invented OS"),
            kernel=word("1.0"), python=word("3.11.9"),
        )  # fmt: skip
        provenance = Provenance(
            commit="0" * 40, changed=False, machine=machine, tools={"wrk": word("4.1.0")},
            load_average=[0.5, 0.4, 0.3], pinned={"server": [0], "generator": [1]},
            contracts=when.date(),
        )  # fmt: skip
        return Run.model_validate(
            {
                "id": self.id, "kind": self.kind, "method": self.method, "started": when,
                "finished": when if self.finished else None, "seed": 7, "database": "sqlite",
                "provenance": provenance, "ceilings": {"wrk": 40_000},
                "scenarios": [
                    self.scenario("greet", "Greeting", ALL),
                    self.scenario("store", "Store", [LoadKind.SATURATION]),
                    self.scenario("greet", "Users", [LoadKind.USERS], id="users"),
                ],
                "rows": self.rows(),
                "before": self.before,
                "after": self.after,
            }
        )  # fmt: skip

    def scenario(
        self, topic: str, name: str, loads: list[LoadKind], id: str | None = None
    ) -> Scenario:
        """Return a scenario, whose id differs from its topic's."""
        return Scenario(
            id=id or f"{topic}-work", name=self.word(name), topic=topic,
            question=self.word("What does it cost?"), request=self.word("`GET /`"),
            unit="request", baseline="alpha-threads", connections=8, seconds=1, warm_up=0.5,
            rounds=len(NOISE), fixed_rate=50, loads=loads,
        )  # fmt: skip

    def rows(self) -> list[BenchRow]:
        """Return the rows: two frameworks, a factor, a floor, one that failed, one never tried."""
        both, one = [Track.DOCUMENTED, Track.FAMILY], {"workers": self.word("1")}
        install = Install(packages=3, megabytes=4.5)
        word = self.word
        shared = {"server": word("threads"), "interface": word("WSGI"), "install": install}
        framework, other = RowKind.FRAMEWORK, RowKind.OTHER
        rows: list[dict[str, object]] = [
            {"id": "alpha-threads", "name": word("Alpha"), "framework": "alpha",
             "kind": framework, "tracks": both, "factors": one},
            {"id": "beta-loop", "name": word("Beta"), "framework": "beta",
             "kind": framework, "tracks": both, "factors": one},
            {"id": "alpha-bare", "name": word("Alpha, bare"), "framework": "alpha",
             "kind": framework, "tracks": [Track.ABLATION],
             "factors": one | {"access_log": word("no")}, "instead_of": "alpha-threads"},
            {"id": "floor", "name": word("Threads alone"), "framework": None,
             "kind": RowKind.FLOOR, "tracks": [Track.FAMILY], "factors": one},
            {"id": "broken", "name": word("Broken"), "framework": None, "kind": other,
             "tracks": [Track.DOCUMENTED], "factors": one},
            {"id": "ghost", "name": word("Ghost"), "framework": None, "kind": other,
             "tracks": [Track.DOCUMENTED], "factors": {},
             "absent": word("Nobody has built it."), "how_to_add": word("Build it.")},
        ]  # fmt: skip
        return [BenchRow.model_validate(shared | given) for given in rows]

    def cells(self) -> list[Cell]:
        """Return all cells; `store` has no snippet in Beta."""
        found = [self.cell("greet-work", row) for row in (*self.costs, "broken")]
        found += [self.cell("store-work", row) for row in self.costs if row != "beta-loop"]
        found += [self.cell("users", row) for row in ("alpha-threads", "beta-loop", "broken")]
        found += [
            self.cell(scenario, "alpha-threads", control=True)
            for scenario in ("greet-work", "users")
        ]
        return found

    def cell(self, scenario: str, row: str, *, control: bool = False) -> Cell:
        """Return a cell; the control is 2 % above its row."""
        cost = self.costs.get(row, 1.0) * (1.02 if control else 1)
        cost *= 3 if scenario == "store-work" else 1
        wrong = [self.word("3 × a wrong answer")] if row == "broken" else []
        kinds = {"greet-work": ALL, "users": [LoadKind.USERS]}.get(scenario, [LoadKind.SATURATION])
        rounds = [
            Round(
                round=number, started=datetime(2025, 6, 1, tzinfo=UTC), position=1,
                load_average=0.5, start_ms=cost * noise, idle_mb=cost / 10 * noise,
                loaded_mb=cost / 5 * noise, keep_alive=True, rejected=[],
                loads=[load(kind, cost * noise, wrong) for kind in kinds],
            )
            for number, noise in enumerate(NOISE, 1)
        ]  # fmt: skip
        return Cell(
            scenario=scenario, row=row, control=control,
            command=self.word(f"serverlet {row} --port 8000"),
            runtime=f"CPython 3.11.9{self.word('')}"[:60], rounds=rounds,
            versions={"serverlet": self.version, "extra": self.word("2.0")},
        )  # fmt: skip


def load(kind: LoadKind, cost: float, wrong: list[str]) -> Load:
    """Return a load whose figures all follow from its cost."""
    return Load(
        kind=kind, generator="wrk", seconds=1, requests=1000, errors=len(wrong),
        offered=None if kind in {LoadKind.SATURATION, LoadKind.USERS} else 50, rate=1e5 / cost,
        cpu_us=cost, cpu_cores=cost / 1000, generator_cpu=0.2, reconnects=0,
        mean_ms=cost / 2, p50_ms=cost / 2, p90_ms=cost * 2, p99_ms=cost * 3,
        max_ms=cost * 4, rejected=wrong,
    )  # fmt: skip
