"""The ledger of claims: what others published, what can be checked of it, and what follows.

Each rule is a function of numbers alone. It returns whether the figure passes, fails or cannot be
judged, and the arithmetic in words. A verdict follows from these outcomes by `DECISIONS`; nobody
writes one down.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fieldguide.catalogue import Catalogue
from fieldguide.measured import Measurements, Span
from fieldguide.model import (
    Claim,
    Conditions,
    Figure,
    Measure,
    Publication,
    Unit,
    Working,
    scale,
)

# ------------------------------------------------------------------------------------------ words


class _Word(StrEnum):
    meaning: str

    def __new__(cls, word: str, meaning: str) -> "_Word":
        member = str.__new__(cls, word)
        member._value_ = word
        member.meaning = meaning
        return member


class Outcome(_Word):
    """What a rule found."""

    PASSES = "passes", "the figure agrees with the arithmetic"
    FAILS = "fails", "the figure contradicts it"
    CANNOT_TELL = "cannot tell", "something that the rule needs is not known"


class Verdict(_Word):
    """What follows for a figure."""

    REPRODUCED = "reproduced", "our measurement gives the same, within its interval"
    ORDER_ONLY = (
        "order only",
        "our measurement puts the systems in the same order, but not at that distance",
    )
    NOT_REPRODUCIBLE = (
        "not reproducible as published",
        "it contradicts its own document, its stated conditions, or our measurement",
    )
    IMPOSSIBLE = (
        "physically impossible",
        "it needs more than the stated network can carry",
    )
    INSUFFICIENT = (
        "insufficient information",
        "nothing contradicts it, and too little is stated to repeat it",
    )


class Rule(_Word):
    """What is checked of a figure."""

    LINE_RATE = "line rate", "the data that the figure moves, against the speed of the network link"
    LITTLE = (
        "Little's law",
        "connections in use = rate × mean latency, for a generator that keeps all of them busy",
    )
    HASH = "hash cost", "the processor time of a password check, times the rate, against the cores"
    CORES = "implied cores", "the figure ÷ what one core gives here, against the stated cores"
    CODE = "own code", "the figure against the limits that the publication's own code sets"
    ARITHMETIC = "own arithmetic", "a derived figure against those that it derives from"
    AGREEMENT = "agreement", "the same quantity elsewhere in the document, and in the others"
    ORDER = "order", "which of two systems is ahead, against our measurement"
    RATIO = "implied ratio", "how far one system is ahead of another, against our interval"


@dataclass(frozen=True)
class Check:
    """What one rule says of one figure."""

    rule: Rule
    outcome: Outcome
    working: str
    """The arithmetic, with its units."""


# -------------------------------------------------------------------------------------- constants

TOLERANCE = 0.05
"""Two figures of one quantity agree if they differ by less than this share: rounding, no more."""
LITTLE_TOLERANCE = 0.10
"""Little's law holds if both sides differ by less than this share, as in our own runs."""
CORE_ALLOWANCE = 3.0
"""A core of the stated machine may do this many times the work of one of ours."""
HASH_SECONDS = 0.101
"""Processor time of the cheapest password check that a framework here sets by default, in seconds:
scrypt of Werkzeug, N=2**15, r=8, p=1; source `password-hash-cost`."""
NO_RUN = "no published run yet"

_METRICS = {
    Measure.IDLE_MEMORY: "idle_mb",
    Measure.MEMORY: "loaded_mb",
    Measure.PEAK_MEMORY: "loaded_mb",
    Measure.START: "start_ms",
}
_TIMES = (Measure.LATENCY, Measure.P50, Measure.P99)


def number(value: float) -> str:
    """Return a number for readers: three digits that count, or all of a whole number."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# ------------------------------------------------------------------------------------------ rules


def line_rate(rate: float, payload: int | None, gigabits: float | None) -> Check:
    """Compare the data that a rate moves in one direction with the speed of the link.

    Only the data itself is counted: what HTTP, TCP and Ethernet add comes on top.

    Args:
        rate: units of work a second.
        payload: bytes that one unit of work moves in one direction.
        gigabits: the link's speed, in gigabits a second.
    """
    if payload is None or gigabits is None:
        missing = "size of a request" if payload is None else "speed of the link"
        return Check(Rule.LINE_RATE, Outcome.CANNOT_TELL, f"the {missing} is not stated")
    needed = rate * payload * 8 / 1e9
    working = (
        f"{number(rate)}/s × {number(payload)} bytes = {number(needed)} Gbit/s; "
        f"the link carries {number(gigabits)} Gbit/s"
    )
    if needed <= gigabits:
        return Check(Rule.LINE_RATE, Outcome.PASSES, working)
    working += (
        f", {number(gigabits * 1e9 / 8 / payload)}/s at most: "
        f"{number(needed / gigabits)} times too much"
    )
    return Check(Rule.LINE_RATE, Outcome.FAILS, working)


def littles_law(
    rate: float, connections: int | None, latency: float | None, measure: Measure = Measure.LATENCY
) -> Check:
    """Compare rate × mean latency with the number of connections, which a busy generator fills.

    A percentile is no mean. If the mean that the law asks for lies above the 99th percentile, the
    slowest hundredth of the requests has to take so much longer that its mean is printed.

    Args:
        rate: requests a second.
        connections: how many connections the generator keeps busy.
        latency: in seconds.
        measure: whether the latency is a mean or the 99th percentile.
    """
    if connections is None or latency is None:
        missing = "number of connections" if connections is None else "latency of the same test"
        return Check(Rule.LITTLE, Outcome.CANNOT_TELL, f"the {missing} is not stated")
    if not rate:
        return Check(Rule.LITTLE, Outcome.CANNOT_TELL, "the rate is 0")
    mean = connections / rate
    text = (
        f"{number(connections)} connections ÷ {number(rate)}/s = "
        f"{number(mean * 1e3)} ms mean latency"
    )
    stated = f"{number(latency * 1e3)} ms"
    if measure is Measure.P99:
        if mean <= latency:
            return Check(Rule.LITTLE, Outcome.PASSES, f"{text}, below the stated P99 of {stated}")
        tail = (mean - 0.99 * latency) / 0.01
        working = (
            f"{text}, above the stated P99 of {stated}; both hold only if the slowest hundredth "
            f"takes {number(tail * 1e3)} ms on average"
        )
        return Check(Rule.LITTLE, Outcome.FAILS, working)
    holds = abs(rate * latency / connections - 1) <= LITTLE_TOLERANCE
    working = f"{text}; stated: {stated}, so {number(rate * latency)} connections in use"
    return Check(Rule.LITTLE, Outcome.PASSES if holds else Outcome.FAILS, working)


def hash_cost(rate: float, cores: int | None, seconds: float = HASH_SECONDS) -> Check:
    """Compare the processor time of password checks with the cores of the machine.

    Args:
        rate: logins a second.
        cores: cores of the machine.
        seconds: processor time of one check.
    """
    needed = rate * seconds
    working = (
        f"{number(rate)} logins/s × {number(seconds * 1e3)} ms of processor time for the cheapest "
        f"default hash = {number(needed)} cores"
    )
    if cores is None:
        return Check(Rule.HASH, Outcome.CANNOT_TELL, f"{working}; the cores are not stated")
    outcome = Outcome.PASSES if needed <= cores * CORE_ALLOWANCE else Outcome.FAILS
    return Check(Rule.HASH, outcome, f"{working}; the machine has {cores}")


def implied_cores(
    rate: float, per_core: Span | None, cores: int | None, *, lighter: bool = False
) -> Check:
    """Compare the cores that a rate takes, at what one core gives here, with those stated.

    Args:
        rate: units of work a second.
        per_core: what one core gave here.
        cores: the stated cores, or processes if they are fewer.
        lighter: whether the work that was measured here is lighter than that of the claim.
    """
    if per_core is None:
        return Check(Rule.CORES, Outcome.CANNOT_TELL, NO_RUN)
    needed = rate / per_core.median
    working = (
        f"{number(rate)}/s ÷ {number(per_core.median)}/s a core here = {number(needed)} cores"
        f"{' for work that is lighter' if lighter else ''}"
    )
    if cores is None:
        return Check(Rule.CORES, Outcome.CANNOT_TELL, f"{working}; the cores are not stated")
    fits = needed <= cores * CORE_ALLOWANCE
    working += f"; stated: {cores}, each allowed {number(CORE_ALLOWANCE)} times ours"
    return Check(Rule.CORES, Outcome.PASSES if fits else Outcome.FAILS, working)


def own_code(value: float, unit: str, least: float | None, most: float | None) -> Check | None:
    """Compare a figure with the limits that its publication's code sets; None if it has none."""
    if least is not None and value < least:
        working = f"{number(value)} {unit} is below the {number(least)} {unit} that the code takes"
        return Check(Rule.CODE, Outcome.FAILS, working)
    if most is not None and value > most:
        working = f"{number(value)} {unit} is above the {number(most)} {unit} that the code allows"
        return Check(Rule.CODE, Outcome.FAILS, working)
    if least is None and most is None:
        return None
    return Check(Rule.CODE, Outcome.PASSES, f"{number(value)} {unit} is within the code's limits")


def own_arithmetic(
    said: str,
    low: float,
    high: float,
    working: Working,
    parts: Sequence[float],
    weights: Sequence[float],
) -> Check:
    """Compare a derived figure with what the figures give that it derives from.

    Half a unit of the last digit that the document prints is allowed, and five per cent.

    Args:
        said: the figure as it is spelled.
        low: its value, or the lower end of a range.
        high: the upper end, or the value.
        working: what is done with the parts.
        parts: the figures that it derives from.
        weights: their weights, for a weighted sum.
    """
    if working is not Working.WEIGHTED and not parts[1]:
        return Check(Rule.ARITHMETIC, Outcome.CANNOT_TELL, "it would divide by 0")
    if working is Working.RATIO:
        result = parts[0] / parts[1]
        text = f"{number(parts[0])} ÷ {number(parts[1])} = {number(result)}"
    elif working is Working.SAVING:
        result = (1 - parts[0] / parts[1]) * 100
        text = f"1 - {number(parts[0])} ÷ {number(parts[1])} = {number(result)} %"
    else:
        result = sum(part * weight for part, weight in zip(parts, weights, strict=True))
        terms = " + ".join(
            f"{number(weight)} × {number(part)}"
            for part, weight in zip(parts, weights, strict=True)
        )
        text = f"{terms} = {number(result)}"
    decimals = len(match[1]) if (match := re.search(r"\.(\d+)", said)) else 0
    slack = 0.5 * 10**-decimals
    if working is not Working.WEIGHTED:
        slack = max(slack, TOLERANCE * result)
    fits = low - slack - 1e-9 <= result <= high + slack + 1e-9
    return Check(
        Rule.ARITHMETIC, Outcome.PASSES if fits else Outcome.FAILS, f"{text}; printed: {said}"
    )


def agreement(
    own: tuple[float, float], others: Iterable[tuple[str, float, float]], unit: str
) -> Check | None:
    """Compare a figure with others of the same quantity in its document; None if there are none.

    Args:
        own: the figure's ends; twice the value if it is no range.
        others: where each of the others stands, and its ends.
        unit: what to print behind the numbers.
    """
    others = list(others)
    if not others:
        return None
    apart = [
        (place, low, high)
        for place, low, high in others
        if low > own[1] * (1 + TOLERANCE) or own[0] > high * (1 + TOLERANCE)
    ]
    here = _between(*own)
    if not apart:
        places = ", ".join(place for place, _, _ in others)
        return Check(Rule.AGREEMENT, Outcome.PASSES, f"{here} {unit} here and at {places}")
    text = ", ".join(f"{_between(low, high)} {unit} at {place}" for place, low, high in apart)
    return Check(Rule.AGREEMENT, Outcome.FAILS, f"{here} {unit} here, {text}")


def _between(low: float, high: float) -> str:
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def implied_ratio(published: Mapping[str, float], ours: Mapping[str, Span]) -> Check:
    """Compare how many times as much one system has as each other with our interval.

    Args:
        published: the figure of each other system, by name, as a multiple of this one's.
        ours: the same as measured here, for those that were measured.
    """
    if not ours:
        return Check(Rule.RATIO, Outcome.CANNOT_TELL, "no other system of this row was measured")
    parts, inside = [], True
    for name, span in ours.items():
        value = published[name]
        inside &= span.low <= value <= span.high
        parts.append(
            f"{name}: {number(value)} times, ours {number(span.median)} "
            f"({number(span.low)} to {number(span.high)})"
        )
    return Check(Rule.RATIO, Outcome.PASSES if inside else Outcome.FAILS, "; ".join(parts))


def order(published: Mapping[str, float], ours: Mapping[str, Span]) -> Check:
    """Compare which of two systems has more with our measurement; arguments as `implied_ratio`."""
    same, reversed_, open_ = [], [], []
    for name, span in ours.items():
        if span.low <= 1 <= span.high:
            open_.append(name)
        elif (published[name] > 1) is (span.median > 1) and published[name] != 1:
            same.append(name)
        else:
            reversed_.append(name)
    if reversed_:
        return Check(Rule.ORDER, Outcome.FAILS, f"the other way round here: {', '.join(reversed_)}")
    if same:
        said = f"the same here against {', '.join(same)}"
        said += f"; too close to tell: {', '.join(open_)}" if open_ else ""
        return Check(Rule.ORDER, Outcome.PASSES, said)
    reason = f"too close to tell: {', '.join(open_)}" if open_ else "nothing to compare it with"
    return Check(Rule.ORDER, Outcome.CANNOT_TELL, reason)


# --------------------------------------------------------------------------------------- verdicts


@dataclass(frozen=True)
class Decision:
    """One line of the table of verdicts: if one of these rules ends so, this is the verdict."""

    verdict: Verdict
    rules: tuple[Rule, ...]
    outcome: Outcome


DECISIONS = (
    Decision(Verdict.IMPOSSIBLE, (Rule.LINE_RATE,), Outcome.FAILS),
    Decision(
        Verdict.NOT_REPRODUCIBLE,
        (
            Rule.LITTLE,
            Rule.HASH,
            Rule.CORES,
            Rule.CODE,
            Rule.ARITHMETIC,
            Rule.AGREEMENT,
            Rule.ORDER,
        ),
        Outcome.FAILS,
    ),
    Decision(Verdict.REPRODUCED, (Rule.RATIO,), Outcome.PASSES),
    Decision(Verdict.ORDER_ONLY, (Rule.ORDER,), Outcome.PASSES),
)
"""How a verdict follows: the first line that applies decides; if none does, too little is known."""


def verdict(checks: Iterable[Check]) -> Verdict:
    """Return what follows from the outcomes of the rules."""
    found = {(check.rule, check.outcome) for check in checks}
    for decision in DECISIONS:
        if any((rule, decision.outcome) in found for rule in decision.rules):
            return decision.verdict
    return Verdict.INSUFFICIENT


# ----------------------------------------------------------------------------------------- ledger


@dataclass(frozen=True)
class Entry:
    """One figure of the ledger with what was checked of it."""

    publication: Publication
    claim: Claim
    system: str
    figure: Figure
    checks: tuple[Check, ...]
    measured: Span | None
    """What one core gave here in a second, for a rate whose work was measured."""

    @property
    def verdict(self) -> Verdict:
        """What follows from the checks."""
        return verdict(self.checks)

    @property
    def unit(self) -> Unit:
        """The figure's unit."""
        return self.figure.unit or self.claim.unit

    @property
    def published(self) -> str:
        """The figure as it is spelled, with its unit."""
        return f"{self.figure.said} {self.unit.value}"


def ledger(
    catalogue: Catalogue, measured: Measurements, publication: str | None = None
) -> list[Entry]:
    """Return every figure with its checks, of one document or of all, in the order of the data."""
    return [
        _entry(catalogue, measured, claim, system)
        for claim in catalogue.claims.values()
        if publication in {None, claim.publication}
        for system in claim.figures
    ]


def counts(entries: Iterable[Entry]) -> dict[Verdict, int]:
    """Return how many figures have each verdict, every verdict named."""
    found = Counter(entry.verdict for entry in entries)
    return {each: found[each] for each in Verdict}


def system_name(catalogue: Catalogue, system: str) -> str:
    """Return how a system is called on pages."""
    if system in catalogue.frameworks:
        return catalogue.frameworks[system].name
    for publication in catalogue.publications.values():
        if system in publication.systems:
            return publication.systems[system]
    return system


def _entry(catalogue: Catalogue, measured: Measurements, claim: Claim, system: str) -> Entry:
    figure = claim.figures[system]
    publication = catalogue.publications[claim.publication]
    span = None
    if claim.measure is Measure.RATE and claim.scenario:
        span = measured.rate(claim.scenario, system)
    checks = [
        check
        for check in (
            *_rate_checks(catalogue, measured, claim, system, span),
            own_code(_base(claim, figure), claim.unit.value, claim.least, claim.most),
            _derived(catalogue, claim, system),
            *_agreements(catalogue, claim, system),
            *_compared(catalogue, measured, claim, system),
        )
        if check is not None
    ]
    return Entry(publication, claim, system, figure, tuple(checks), span)


def _base(claim: Claim, figure: Figure) -> float:
    """Return a figure in its claim's unit."""
    own, wanted = figure.unit or claim.unit, claim.unit
    return figure.value * scale(own)[1] / scale(wanted)[1]


def _ends(claim: Claim, figure: Figure) -> tuple[float, float]:
    low = _base(claim, figure)
    return low, low if figure.up_to is None else low * figure.up_to / figure.value


def _conditions(catalogue: Catalogue, claim: Claim) -> Conditions | None:
    publication = catalogue.publications[claim.publication]
    return publication.conditions[claim.conditions] if claim.conditions else None


def _connections(catalogue: Catalogue, claim: Claim) -> int | None:
    stated = _conditions(catalogue, claim)
    return claim.connections or (stated.connections if stated else None)


def _rate_checks(
    catalogue: Catalogue, measured: Measurements, claim: Claim, system: str, span: Span | None
) -> Iterator[Check]:
    if claim.measure is not Measure.RATE:
        yield from _latency_check(catalogue, claim, system)
        return
    rate = claim.figures[system].value
    stated = _conditions(catalogue, claim)
    cores = (stated.workers or stated.cores) if stated else None
    yield line_rate(rate, claim.payload, stated.gigabits if stated else None)
    connections = _connections(catalogue, claim)
    other = catalogue.claims[claim.latency] if claim.latency else None
    if other and system in other.figures:
        ends = _ends(other, other.figures[system])
        seconds = ends[0] * scale(other.unit)[1]
        yield littles_law(rate, connections, seconds, other.measure)
    else:
        yield littles_law(rate, connections, None)
    if claim.hashes:
        yield hash_cost(rate, cores)
    if claim.scenario and measured.run is None:
        yield implied_cores(rate, None, cores)
    elif span is None:
        working = "this system was not measured at this work"
        yield Check(Rule.CORES, Outcome.CANNOT_TELL, working)
    else:
        yield implied_cores(rate, span, cores, lighter=claim.lighter)


def _latency_check(catalogue: Catalogue, claim: Claim, system: str) -> Iterator[Check]:
    """Yield Little's law for a latency, from the first rate that names it as its own."""
    if claim.measure not in _TIMES:
        return
    for rate in catalogue.claims.values():
        if rate.latency == claim.id and system in rate.figures:
            connections = _connections(catalogue, rate)
            seconds = _base(claim, claim.figures[system]) * scale(claim.unit)[1]
            yield littles_law(rate.figures[system].value, connections, seconds, claim.measure)
            return


def _derived(catalogue: Catalogue, claim: Claim, system: str) -> Check | None:
    if claim.derived is None:
        return None
    parts = []
    for reference in claim.derived.of:
        name, _, other = reference.partition("/")
        part = catalogue.claims[name]
        parts.append(_base(part, part.figures[other or system]))
    low, high = _ends(claim, claim.figures[system])
    said = claim.figures[system].said
    return own_arithmetic(said, low, high, claim.derived.working, parts, claim.derived.weights)


def _agreements(catalogue: Catalogue, claim: Claim, system: str) -> Iterator[Check]:
    if claim.quantity is None:
        return
    inside: list[tuple[str, float, float]] = []
    outside: list[str] = []
    own = scale(claim.unit)[1]
    for other in catalogue.claims.values():
        if other.quantity != claim.quantity or other.id == claim.id or system not in other.figures:
            continue
        figure = other.figures[system]
        low, high = (end * scale(other.unit)[1] / own for end in _ends(other, figure))
        if other.publication == claim.publication:
            inside.append((f"line {figure.line}", low, high))
        else:
            number_ = catalogue.publications[other.publication].number
            outside.append(f"{number_} prints {_between(low, high)}")
    if found := agreement(_ends(claim, claim.figures[system]), inside, claim.unit.value):
        yield found
    if outside:
        working = f"{'; '.join(dict.fromkeys(outside))}; the conditions differ or are not stated"
        yield Check(Rule.AGREEMENT, Outcome.CANNOT_TELL, working)


def _compared(
    catalogue: Catalogue, measured: Measurements, claim: Claim, system: str
) -> Iterator[Check]:
    """Yield order and ratio against the other systems of the same claim, or of a factor."""
    if claim.scenario is None:
        return
    if not claim.figures[system].value:
        return
    if claim.measure is Measure.FACTOR and claim.derived:
        base = claim.derived.of[1].partition("/")[2]
        published = {base: 1 / claim.figures[system].value}
    elif claim.measure is Measure.RATE or claim.measure in _METRICS:
        own = _base(claim, claim.figures[system])
        published = {
            other: _base(claim, figure) / own
            for other, figure in claim.figures.items()
            if other != system
        }
    else:
        return
    if not published:
        return
    reason = NO_RUN if measured.run is None else "this system was not measured at this work"
    if _measured(measured, claim, system) is None:
        yield Check(Rule.ORDER, Outcome.CANNOT_TELL, reason)
        yield Check(Rule.RATIO, Outcome.CANNOT_TELL, reason)
        return
    names = {other: system_name(catalogue, other) for other in published}
    ours = {names[other]: span for other, span in _ours(measured, claim, system, published)}
    said = {names[other]: value for other, value in published.items()}
    ranked = order(said, ours)
    if not claim.lighter:
        yield ranked
        yield implied_ratio(said, ours)
        return
    lighter = "the work measured here is lighter"
    if ranked.outcome is Outcome.FAILS:
        ranked = Check(Rule.ORDER, Outcome.CANNOT_TELL, f"{ranked.working}, but {lighter}")
    yield ranked
    yield Check(Rule.RATIO, Outcome.CANNOT_TELL, lighter)


def _ours(
    measured: Measurements, claim: Claim, system: str, others: Iterable[str]
) -> Iterator[tuple[str, Span]]:
    own = _measured(measured, claim, system)
    for other in others:
        span = _measured(measured, claim, other)
        if own and span:
            yield other, span.over(own)


def _measured(measured: Measurements, claim: Claim, system: str) -> Span | None:
    if claim.scenario is None:
        return None
    if metric := _METRICS.get(claim.measure):
        return measured.amount(claim.scenario, metric, system)
    return measured.rate(claim.scenario, system)
