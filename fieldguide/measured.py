"""What this guide measured itself, as far as the ledger of claims asks for it.

The ledger needs two answers: what one core gives in a second, and how large something else is.
Both come from the newest published run below `data/benchmarks/`; there may be none yet.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from fieldguide import benchmarks
from fieldguide.benchmarks import Metric, Results, Track


@dataclass(frozen=True)
class Span:
    """A measured value: the median, and the bounds between which the true one lies."""

    median: float
    low: float
    high: float

    def over(self, other: "Span") -> "Span":
        """Return how many times the other this is, with bounds that both intervals allow."""
        return Span(self.median / other.median, self.low / other.high, self.high / other.low)


class Measurements(Protocol):
    """Where the ledger's rules find what was measured here."""

    @property
    def run(self) -> str | None:
        """The name of the run, None if none is published yet."""

    def rate(self, scenario: str, system: str) -> Span | None:
        """Return units of work that one core of a server does in a second."""

    def amount(self, scenario: str, metric: str, system: str) -> Span | None:
        """Return another value: `idle_mb` and `loaded_mb` in MB, `start_ms` in milliseconds."""


@dataclass(frozen=True)
class NoRun:
    """Stands in until a run is published."""

    run: str | None = None

    def rate(self, scenario: str, system: str) -> Span | None:
        """Return nothing."""

    def amount(self, scenario: str, metric: str, system: str) -> Span | None:
        """Return nothing."""


@dataclass(frozen=True)
class PublishedRun:
    """Answers from a run.

    Where a framework was measured in several ways, those count that its documentation shows, and of
    these the one that serves the claim best.
    """

    results: Results
    """The run."""

    @property
    def run(self) -> str | None:
        """The name of the run."""
        return self.results.run.id

    def rate(self, scenario: str, system: str) -> Span | None:
        """Return units of work that one core of a server does in a second."""
        found = [self.results.per_core(scenario, row) for row in self._rows(system)]
        spans = [Span(each.median, each.low, each.high) for each in found if each and each.low > 0]
        return max(spans, key=lambda span: span.median, default=None)

    def amount(self, scenario: str, metric: str, system: str) -> Span | None:
        """Return another value: `idle_mb` and `loaded_mb` in MB, `start_ms` in milliseconds."""
        if scenario not in {row.id for row in self.results.run.scenarios}:
            return None
        rows = set(self._rows(system))
        lines = self.results.table(scenario, Metric(metric)).lines
        found = [line.value for line in lines if line.row.id in rows and line.value.low > 0]
        spans = [Span(each.median, each.low, each.high) for each in found]
        return min(spans, key=lambda span: span.median, default=None)

    def _rows(self, system: str) -> list[str]:
        """Return the rows of a system: of its framework, or with its name as a part of their own.

        So `django-channels` is found as Channels, which is no framework of this guide.
        """
        rows = self.results.run.rows
        own = [row for row in rows if row.framework == system] or [
            row for row in rows if system in row.id.split("-")
        ]
        documented = [row for row in own if Track.DOCUMENTED in row.tracks]
        return [row.id for row in documented or own]


def published(root: Path) -> Measurements:
    """Return what the newest published run below `root` says.

    Raises:
        DataError: if a run cannot be read.
    """
    results = benchmarks.latest(root)
    return NoRun() if results is None else PublishedRun(results)
