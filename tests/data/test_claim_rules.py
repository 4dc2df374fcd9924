"""Each rule of the ledger of claims against cases that were worked out by hand."""

import itertools

import pytest

from fieldguide.claims import (
    DECISIONS,
    NO_RUN,
    Check,
    Outcome,
    Rule,
    Verdict,
    agreement,
    hash_cost,
    implied_cores,
    implied_ratio,
    line_rate,
    littles_law,
    number,
    order,
    own_arithmetic,
    own_code,
    verdict,
)
from fieldguide.measured import Span
from fieldguide.model import Measure, Working

PASSES, FAILS, CANNOT_TELL = Outcome.PASSES, Outcome.FAILS, Outcome.CANNOT_TELL


def said(check: Check | None) -> tuple[Outcome, str]:
    assert check is not None
    return check.outcome, check.working


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.0314, "0.0314"),
        (0.25, "0.25"),
        (1.9084, "1.91"),
        (8.0, "8"),
        (40.04, "40"),
        (99.5, "99.5"),
        (5_240_000, "5,240,000"),
    ],
)
def test_a_number_has_three_digits_that_count(value: float, text: str) -> None:
    assert number(value) == text


# -------------------------------------------------------------------------------------- line rate


def test_ten_megabytes_four_thousand_times_a_second_are_more_than_forty_gigabits() -> None:
    assert said(line_rate(4_000, 10_000_000, 40)) == (
        FAILS,
        "4,000/s × 10,000,000 bytes = 320 Gbit/s; the link carries 40 Gbit/s, 500/s at most: "
        "8 times too much",
    )


def test_five_hundred_uploads_fill_the_link() -> None:
    assert line_rate(500, 10_000_000, 40).outcome is PASSES
    assert line_rate(501, 10_000_000, 40).outcome is FAILS


@pytest.mark.parametrize(
    ("payload", "gigabits", "reason"),
    [
        (None, 40, "the size of a request is not stated"),
        (1000, None, "the speed of the link is not stated"),
    ],
)
def test_without_size_or_link_there_is_no_line_rate(
    payload: int | None, gigabits: float | None, reason: str
) -> None:
    assert said(line_rate(1, payload, gigabits)) == (CANNOT_TELL, reason)


# ------------------------------------------------------------------------------------ Little's law


def test_a_mean_that_fills_the_connections_passes() -> None:
    assert said(littles_law(2000, 100, 0.048)) == (
        PASSES,
        "100 connections ÷ 2,000/s = 50 ms mean latency; stated: 48 ms, so 96 connections in use",
    )


@pytest.mark.parametrize(("latency", "outcome"), [(0.044, FAILS), (0.046, PASSES), (0.056, FAILS)])
def test_a_mean_may_be_a_tenth_off(latency: float, outcome: Outcome) -> None:
    assert littles_law(2000, 100, latency).outcome is outcome


def test_a_mean_above_the_99th_percentile_needs_a_tail() -> None:
    # 10,000 ÷ 250,000/s = 40 ms; (40 - 0.99 × 8.5) ÷ 0.01 = 3,158.5 ms
    assert said(littles_law(250_000, 10_000, 0.0085, Measure.P99)) == (
        FAILS,
        "10,000 connections ÷ 250,000/s = 40 ms mean latency, above the stated P99 of 8.5 ms; both "
        "hold only if the slowest hundredth takes 3,158 ms on average",
    )


def test_a_mean_below_the_99th_percentile_passes() -> None:
    check = littles_law(250_000, 10_000, 0.045, Measure.P99)
    assert check.outcome is PASSES


def test_without_connections_or_latency_the_law_says_nothing() -> None:
    assert littles_law(1000, None, 0.1).outcome is CANNOT_TELL
    assert littles_law(1000, 10, None).outcome is CANNOT_TELL


# --------------------------------------------------------------------------------- hash and cores


def test_a_hundred_logins_of_a_tenth_of_a_second_take_ten_cores() -> None:
    assert said(hash_cost(100, 4, 0.1)) == (
        PASSES,
        "100 logins/s × 100 ms of processor time for the cheapest default hash = 10 cores; "
        "the machine has 4",
    )
    assert hash_cost(121, 4, 0.1).outcome is FAILS
    assert hash_cost(121, None, 0.1).outcome is CANNOT_TELL


PER_CORE = Span(10_000, 9_000, 11_000)


def test_more_cores_than_three_times_the_stated_ones_fail() -> None:
    assert said(implied_cores(130_000, PER_CORE, 4)) == (
        FAILS,
        "130,000/s ÷ 10,000/s a core here = 13 cores; stated: 4, each allowed 3 times ours",
    )
    assert implied_cores(120_000, PER_CORE, 4).outcome is PASSES


def test_implied_cores_are_said_even_if_nobody_stated_cores() -> None:
    assert said(implied_cores(20_000, PER_CORE, None, lighter=True)) == (
        CANNOT_TELL,
        "20,000/s ÷ 10,000/s a core here = 2 cores for work that is lighter; "
        "the cores are not stated",
    )


def test_without_a_run_there_are_no_implied_cores() -> None:
    assert said(implied_cores(20_000, None, 4)) == (CANNOT_TELL, NO_RUN)


# --------------------------------------------------------------------------- the document's own


def test_the_publications_code_sets_limits() -> None:
    assert said(own_code(2.46, "s", 3, None))[0] is FAILS
    assert said(own_code(813, "requests/s", None, 667))[0] is FAILS
    assert said(own_code(600, "requests/s", 100, 667))[0] is PASSES
    assert own_code(600, "requests/s", None, None) is None


@pytest.mark.parametrize(
    ("printed", "low", "high", "working", "parts", "weights", "outcome", "text"),
    [
        ("20", 20, 20, Working.RATIO, [5e6, 25e4], [], PASSES, "5,000,000 ÷ 250,000 = 20"),
        ("30", 30, 30, Working.RATIO, [5e6, 25e4], [], FAILS, "5,000,000 ÷ 250,000 = 20"),
        ("84", 84, 84, Working.SAVING, [7, 45], [], PASSES, "1 - 7 ÷ 45 = 84.4 %"),
        ("80-90", 80, 90, Working.SAVING, [50, 200], [], FAILS, "1 - 50 ÷ 200 = 75 %"),
        ("8.1", 8.1, 8.1, Working.WEIGHTED, [8, 9], [0.9, 0.1], PASSES, "0.9 × 8 + 0.1 × 9 = 8.1"),
        ("8.0", 8, 8, Working.WEIGHTED, [8, 9], [0.9, 0.1], FAILS, "0.9 × 8 + 0.1 × 9 = 8.1"),
        ("8.0", 8, 8, Working.WEIGHTED, [8, 9], [0.95, 0.05], PASSES, "0.95 × 8 + 0.05 × 9 = 8.05"),
    ],
)
def test_a_derived_figure_follows_within_rounding(
    printed: str,
    low: float,
    high: float,
    working: Working,
    parts: list[float],
    weights: list[float],
    outcome: Outcome,
    text: str,
) -> None:
    check = own_arithmetic(printed, low, high, working, parts, weights)
    assert said(check) == (outcome, f"{text}; printed: {printed}")


def test_two_prints_of_one_quantity_may_differ_by_rounding() -> None:
    check = agreement((5_240_000, 5_240_000), [("line 1", 5_200_000, 5_200_000)], "requests/s")
    assert said(check) == (PASSES, "5,240,000 requests/s here and at line 1")


def test_two_prints_of_one_quantity_that_differ_fail() -> None:
    others = [("line 1", 8.5, 8.5), ("line 2", 44.0, 44.0)]
    assert said(agreement((45, 45), others, "ms")) == (FAILS, "45 ms here, 8.5 ms at line 1")


def test_a_value_within_a_range_agrees() -> None:
    assert said(agreement((90, 90), [("line 1", 80, 90)], "%"))[0] is PASSES
    assert agreement((90, 90), [], "%") is None


# ------------------------------------------------------------------------------- our measurement


def test_a_ratio_within_our_interval_passes() -> None:
    ours = {"Beta": Span(0.5, 0.4, 0.6)}
    assert said(implied_ratio({"Beta": 0.45}, ours)) == (
        PASSES,
        "Beta: 0.45 times, ours 0.5 (0.4 to 0.6)",
    )
    assert implied_ratio({"Beta": 0.05}, ours).outcome is FAILS
    assert implied_ratio({"Beta": 0.05}, {}).outcome is CANNOT_TELL


def test_one_ratio_outside_is_enough_to_fail() -> None:
    ours = {"Beta": Span(0.5, 0.4, 0.6), "Gamma": Span(2, 1.9, 2.1)}
    assert implied_ratio({"Beta": 0.5, "Gamma": 3}, ours).outcome is FAILS


@pytest.mark.parametrize(
    ("published", "ours", "outcome", "text"),
    [
        (0.05, Span(0.4, 0.35, 0.45), PASSES, "the same here against Beta"),
        (2.0, Span(0.4, 0.35, 0.45), FAILS, "the other way round here: Beta"),
        (2.0, Span(1.0, 0.9, 1.1), CANNOT_TELL, "too close to tell: Beta"),
    ],
)
def test_an_order_holds_or_is_reversed_or_too_close(
    published: float, ours: Span, outcome: Outcome, text: str
) -> None:
    assert said(order({"Beta": published}, {"Beta": ours})) == (outcome, text)


def test_an_order_against_nobody_says_nothing() -> None:
    assert order({"Beta": 2.0}, {}).outcome is CANNOT_TELL


def test_a_ratio_of_two_spans_allows_what_both_intervals_allow() -> None:
    assert Span(10, 8, 12).over(Span(5, 4, 6)) == Span(2, 8 / 6, 3)


# --------------------------------------------------------------------------------------- verdicts


def checks(**outcomes: Outcome) -> list[Check]:
    return [Check(Rule[name], outcome, "") for name, outcome in outcomes.items()]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], Verdict.INSUFFICIENT),
        (checks(LITTLE=PASSES, AGREEMENT=PASSES, CORES=PASSES), Verdict.INSUFFICIENT),
        (checks(ORDER=CANNOT_TELL, RATIO=CANNOT_TELL), Verdict.INSUFFICIENT),
        (checks(ORDER=PASSES, RATIO=FAILS), Verdict.ORDER_ONLY),
        (checks(ORDER=PASSES, RATIO=PASSES), Verdict.REPRODUCED),
        (checks(ORDER=FAILS, RATIO=FAILS), Verdict.NOT_REPRODUCIBLE),
        (checks(ORDER=PASSES, RATIO=PASSES, LITTLE=FAILS), Verdict.NOT_REPRODUCIBLE),
        (checks(LINE_RATE=FAILS, LITTLE=FAILS, ORDER=PASSES), Verdict.IMPOSSIBLE),
    ],
)
def test_the_first_line_of_the_table_that_applies_decides(
    found: list[Check], expected: Verdict
) -> None:
    assert verdict(found) is expected


OTHERS = [rule for rule in Rule if rule not in {Rule.LINE_RATE, Rule.RATIO}]


@pytest.mark.parametrize("rule", OTHERS, ids=str)
def test_every_other_rule_that_fails_makes_a_figure_not_reproducible(rule: Rule) -> None:
    assert verdict([Check(rule, FAILS, "")]) is Verdict.NOT_REPRODUCIBLE


def test_no_two_lines_of_the_table_ask_the_same() -> None:
    asked = [(rule, line.outcome) for line in DECISIONS for rule in line.rules]
    assert not [pair for pair in itertools.combinations(asked, 2) if pair[0] == pair[1]]
