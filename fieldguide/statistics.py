"""What several rounds say together: medians, ratios with an interval, ranks that may be shared.

A machine is never quiet, so a single figure says little. Here rows are compared within the same
round, where both met the same disturbance, and what is published is the median of these ratios
with the interval that a bootstrap gives it (B. Efron, "Bootstrap Methods: Another Look at the
Jackknife", 1979: the percentile method).
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

LEVEL = 0.95
"""How often an interval is meant to hold the true value."""
ENOUGH = 6
"""Rounds from which on a bootstrap is worth the name.

The range of n rounds holds the true median with the chance 1 - 2 ** (1 - n), which is over 95 %
from six on; fewer rounds get their range, with that chance as its level.
"""
_RESAMPLES = 4000
_SEED = 20261121


@dataclass(frozen=True)
class Interval:
    """A median, and between which bounds the true one lies."""

    median: float
    low: float
    high: float
    level: float
    """How often such an interval holds the true value, from 0 to 1."""

    @property
    def spread(self) -> float:
        """Half of its width, as a share of the median."""
        return (self.high - self.low) / 2 / self.median if self.median else 0.0

    def overlaps(self, other: "Interval") -> bool:
        """Return whether both may be about the same value."""
        return self.low <= other.high and other.low <= self.high


def median(values: Sequence[float]) -> float:
    """Return the median.

    Raises:
        ValueError: if there are no values.
    """
    if not values:
        raise ValueError("the median of nothing was asked for")
    return float(statistics.median(values))


def interval(values: Sequence[float]) -> Interval:
    """Return the median with its interval; the same values always give the same one.

    Raises:
        ValueError: if there are no values.
    """
    middle, count = median(values), len(values)
    if count < ENOUGH:
        return Interval(middle, min(values), max(values), 1 - 2.0 ** (1 - count))
    return Interval(middle, *_bootstrap(tuple(values)), LEVEL)


@lru_cache(maxsize=16_384)
def _bootstrap(values: tuple[float, ...]) -> tuple[float, float]:
    """Return the interval's bounds; kept, since pages ask for the same values again and again."""
    count = len(values)
    picks = np.random.default_rng(_SEED).integers(count, size=(_RESAMPLES, count))
    medians = np.median(np.asarray(values)[picks], axis=1)
    tail = (1 - LEVEL) / 2 * 100
    low, high = np.percentile(medians, [tail, 100 - tail])
    return float(low), float(high)


def paired_ratio(row: Mapping[int, float], baseline: Mapping[int, float]) -> Interval | None:
    """Return how a row compares with the baseline, round by round; None if they share no round.

    Args:
        row: the row's value by the number of the round.
        baseline: the same of the baseline.
    """
    ratios = [row[number] / baseline[number] for number in sorted(row) if baseline.get(number)]
    return interval(ratios) if ratios else None


def band(control: Interval | None) -> float:
    """Return what a difference has to exceed before it is one, as a share: 0.08 is 8 %.

    The control is the baseline measured twice in each round. Its ratio is 1, and what the interval
    says beside that is what this machine could not tell apart on that day.
    """
    return max(abs(1 - control.low), abs(control.high - 1)) if control else 0.0


def ranks(rows: Mapping[str, Interval], *, low_is_better: bool, band: float) -> dict[str, int]:
    """Return each row's rank: one more than the number of rows that are surely better.

    A row is surely better if the intervals do not overlap and the medians are further apart than
    the band; so rows that cannot be told apart share a rank.
    """

    def better(a: Interval, b: Interval) -> bool:
        if a.overlaps(b) or not min(a.median, b.median):
            return False
        apart = max(a.median, b.median) / min(a.median, b.median) - 1 > band
        return apart and (a.median < b.median) is low_is_better

    return {
        name: 1 + sum(better(other, own) for other in rows.values()) for name, own in rows.items()
    }
