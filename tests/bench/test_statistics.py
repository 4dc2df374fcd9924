"""Medians, ratios and ranks, held to distributions whose truth is known."""

import numpy as np
import pytest

from fieldguide import statistics
from fieldguide.statistics import Interval, interval, paired_ratio, ranks

ROUNDS = 12


def rounds(seed: int, factor: float = 1, noise: float = 0.05) -> dict[int, float]:
    """Return a row's values: lognormal noise of its own on a disturbance that all rows share."""
    machine = np.random.default_rng(7).lognormal(0, 0.3, ROUNDS)
    own = np.random.default_rng(seed).lognormal(0, noise, ROUNDS)
    return {
        number: float(value) for number, value in enumerate(100 * factor * machine * own, start=1)
    }


def test_the_median_of_three_rounds_comes_with_their_range_and_what_it_is_worth() -> None:
    found = interval([3.0, 1.0, 2.0])
    assert (found.median, found.low, found.high, found.level) == (2, 1, 3, 0.75)


def test_one_round_is_worth_nothing() -> None:
    assert interval([5.0]) == Interval(5, 5, 5, 0)


def test_there_is_no_median_of_nothing() -> None:
    with pytest.raises(ValueError, match="median of nothing"):
        interval([])


def test_the_same_rounds_always_give_the_same_interval() -> None:
    values = list(rounds(1).values())
    assert interval(values) == interval(values)


@pytest.mark.parametrize("count", [6, 10, 20])
@pytest.mark.parametrize("shape", ["normal", "lognormal", "exponential"])
def test_an_interval_holds_the_true_median_as_often_as_it_says(shape: str, count: int) -> None:
    draw = np.random.default_rng(20261121)
    truth = {"normal": 0.0, "lognormal": 1.0, "exponential": float(np.log(2))}[shape]
    held = 0
    for _ in range(300):
        found = interval(list(getattr(draw, shape)(size=count) + 10))
        held += found.low <= truth + 10 <= found.high
    # 300 trials at 95 % have a standard error of 1.3 %; fewer than 91 % would be no accident.
    assert held / 300 >= 0.91


def test_what_disturbs_both_rows_alike_does_not_disturb_their_ratio() -> None:
    ratio = paired_ratio(rounds(1, factor=2, noise=0.01), rounds(2, noise=0.01))
    assert ratio is not None
    assert ratio.median == pytest.approx(2, rel=0.02)
    assert ratio.spread < 0.02 < interval(list(rounds(1).values())).spread


def test_rounds_that_only_one_of_two_rows_has_are_left_out() -> None:
    ratio = paired_ratio({1: 2.0, 2: 4.0, 9: 900.0}, {1: 1.0, 2: 2.0, 3: 7.0})
    assert ratio is not None
    assert (ratio.median, ratio.low, ratio.high) == (2, 2, 2)


def test_rows_without_a_common_round_have_no_ratio() -> None:
    assert paired_ratio({1: 2.0}, {2: 1.0}) is None


def compared(seed: int, factor: float) -> dict[str, int]:
    """Return the ranks of a baseline and a row that takes so many times as much."""
    baseline = rounds(3 * seed)
    control = paired_ratio(rounds(3 * seed + 1), baseline)
    own = paired_ratio(rounds(3 * seed + 2, factor), baseline)
    assert own is not None
    ratios = {"baseline": Interval(1, 1, 1, 1), "row": own}
    return ranks(ratios, low_is_better=True, band=statistics.band(control))


def test_a_difference_of_ten_per_cent_is_found() -> None:
    found = [compared(seed, 1.1) for seed in range(200)]
    assert sum(rank == {"baseline": 1, "row": 2} for rank in found) / 200 > 0.8
    assert not any(rank["row"] < rank["baseline"] for rank in found)


def test_the_same_thing_twice_is_not_called_different() -> None:
    found = [compared(seed, 1) for seed in range(200)]
    assert sum(rank == {"baseline": 1, "row": 1} for rank in found) / 200 > 0.95


def test_the_band_is_as_wide_as_the_control_was_off() -> None:
    assert statistics.band(Interval(1.02, 0.97, 1.08, 0.95)) == pytest.approx(0.08)
    assert statistics.band(None) == 0


def test_rows_that_cannot_be_told_apart_share_a_rank() -> None:
    rows = {
        "first": Interval(10, 9, 11, 0.95),
        "second": Interval(11.5, 10.8, 12, 0.95),
        "last": Interval(20, 19, 21, 0.95),
    }
    assert ranks(rows, low_is_better=True, band=0) == {"first": 1, "second": 1, "last": 3}
    assert ranks(rows, low_is_better=False, band=0) == {"first": 2, "second": 2, "last": 1}


def test_a_difference_within_the_band_is_none() -> None:
    rows = {"a": Interval(1, 1, 1, 0.95), "b": Interval(1.1, 1.09, 1.11, 0.95)}
    assert ranks(rows, low_is_better=True, band=0.05) == {"a": 1, "b": 2}
    assert ranks(rows, low_is_better=True, band=0.12) == {"a": 1, "b": 1}
