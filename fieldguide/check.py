"""Runs every rule: what `python -m fieldguide check` prints and what the build asks first."""

from pathlib import Path

from fieldguide import benchmarks, catalogue, references, schema
from fieldguide.problems import Problem


def problems(root: Path) -> list[Problem]:
    """Return everything that is wrong below `root`, sorted; an empty list means it can be built."""
    found, wrong = catalogue.read(root)
    wrong += references.check(found)
    wrong += benchmarks.check(root)
    # Generated text is looked at when all that it is generated from can be read.
    wrong += [] if found.incomplete else schema.stale(root)
    return sorted(wrong)
