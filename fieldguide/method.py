"""The versions of the way in which this project measures, and what changed from one to the next.

Figures of different versions are not compared. Whoever changes what a figure means, such as a load,
a gate or a statistic, adds a version; a new row or scenario needs none.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Version:
    """A version of the method."""

    number: int
    since: date
    changes: str
    """What is different from the version before, in a sentence or some."""


VERSIONS = (
    Version(
        1,
        date(2026, 11, 21),
        "The first: interleaved rounds on servers of their own, paired ratios to a baseline with "
        "an interval, an A/A control, gates on each load, latency from the intended start.",
    ),
)
"""All versions, the oldest first."""

VERSION = VERSIONS[-1].number
"""The version that the harness writes into a run, and that pages show."""
