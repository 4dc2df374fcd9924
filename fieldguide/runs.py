"""Which runs there are: the published one, those before it, and those that others contributed."""

from dataclasses import dataclass
from pathlib import Path

from fieldguide import benchmarks, method
from fieldguide.benchmarks import Results
from fieldguide.catalogue import Catalogue


class NoRunError(LookupError):
    """There is no run to publish."""


@dataclass(frozen=True)
class Runs:
    """All runs that pages may show; nothing of one is ever mixed with another."""

    published: Results
    """The newest of ours that today's method made."""
    earlier: list[Results]
    """Our others, the newest first, whatever their method."""
    parts: list[Results]
    """Ours of some scenarios or rows, the newest first."""
    contributed: list[Results]
    """Other people's, the newest first."""

    def with_scenario(self, scenario: str, *rows: str) -> Results | None:
        """Return the published run if it has a scenario and rows, or else the newest that has.

        That is one of ours, full or a part, which today's method made.
        """
        others = sorted([*self.earlier, *self.parts], key=lambda one: one.run.started, reverse=True)
        for one in (self.published, *others):
            about = scenario in {each.id for each in one.run.scenarios}
            has_rows = all(one.cell(scenario, row) for row in rows)
            if about and has_rows and one.run.method == method.VERSION:
                return one
        return None


@dataclass(frozen=True)
class Moved:
    """A package that is pinned at another version today than when a run was made."""

    package: str
    then: str
    now: str


def read(root: Path) -> Runs:
    """Return all runs below `root`.

    Raises:
        DataError: if a run cannot be read.
        NoRunError: if there is none to publish; the message says how one is made.
    """
    published = benchmarks.latest(root)
    if published is None:
        message = (
            f"data/benchmarks/ holds no finished full run of method {method.VERSION}, which the "
            "pages on speed are made from; make one: `make bench`"
        )
        raise NoRunError(message)
    earlier = [one for one in benchmarks.complete(root) if one.run.id != published.run.id]
    parts = benchmarks.complete(root, kind="part")
    return Runs(published, earlier, parts, benchmarks.complete(root, contributed=True))


def moved(catalogue: Catalogue, results: Results) -> list[Moved]:
    """Return what is pinned at another version today than a run's servers named, by name.

    A server is compared with the pins of its own Python; what we do not pin is left out.
    """
    found: dict[str, Moved] = {}
    for cell in results.cells.values():
        python = ".".join(cell.runtime.rpartition(" ")[2].split(".")[:2])
        tested = catalogue.tested.get(python)
        if tested is None or not cell.runtime.startswith("CPython"):
            continue
        for package, then in cell.versions.items():
            now = tested.packages.get(package)
            if now is not None and now != then:
                found[package] = Moved(package, then, now)
    return [found[package] for package in sorted(found)]
