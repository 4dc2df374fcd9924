"""What does not count, and why. Each gate returns reasons; what has none counts.

A load that is rejected is kept with its reason: a figure that disappears is one that nobody can
ask about.
"""

from fieldguide.benchmarks import Load

ACHIEVED = 0.98
"""The share of the offered rate that has to be reached."""
OF_CEILING = 0.7
"""The share of what its generator can do that a load may reach."""
GENERATOR_CPU = 0.8
"""The share of its core that a generator may use."""
LITTLE = 0.1
"""How far connections may be from rate × mean latency, as a share of the connections."""
FEW = 20
"""Below so many answers, those that are on their way at the end of a load weigh too much."""
_STRAY = 2
"""How many planned answers may be on their way when a load ends, beside the share."""


def reasons(load: Load, *, errors: dict[str, int], connections: int, ceiling: float) -> list[str]:
    """Return why a load does not count.

    Args:
        load: what was measured.
        errors: what went wrong, and how often.
        connections: how many connections its generator kept.
        ceiling: requests a second that its generator can reach.
    """
    found = [f"{count} × {what}" for what, count in errors.items()]
    if not load.requests:
        return [*found, "no good answer"]
    if load.offered is not None:
        missing = load.offered * load.seconds - load.requests
        if missing > (1 - ACHIEVED) * load.offered * load.seconds + _STRAY:
            share = load.rate / load.offered
            found.append(f"the server reached {share:.0%} of the offered rate, not {ACHIEVED:.0%}")
    if ceiling and load.rate > OF_CEILING * ceiling:
        share = load.rate / ceiling
        found.append(f"the generator was at {share:.0%} of its ceiling, over {OF_CEILING:.0%}")
    if load.generator_cpu > GENERATOR_CPU:
        found.append(
            f"the generator used {load.generator_cpu:.0%} of its core, over {GENERATOR_CPU:.0%}"
        )
    if not load.p50_ms <= load.p90_ms <= load.p99_ms <= load.max_ms:
        found.append("the latencies are out of order")
    # wrk adds the latencies that it takes to be missing, so that its mean is not that of answers;
    # and users pause.
    busy = load.offered is None and load.generator not in {"wrk", "locust"}
    if busy and load.requests >= FEW:
        held = load.rate * load.mean_ms / 1000
        # What is on its way when a load begins or ends is in one of the two, but not in both.
        ends = load.mean_ms / 1000 / load.seconds
        if abs(held - connections) > (LITTLE + ends) * connections:
            found.append(
                f"rate × latency gives {held:.1f} connections where there were {connections}"
            )
    return found


def wrong_size(received: int, requests: int, expected: int, connections: int) -> list[str]:
    """Return a reason if the answers of a load were not as long as the one that was checked.

    wrk looks at no body, but it counts bytes: those of the answers that it counts, and of up to
    one more on each connection. Headers may change in length; 2 % are for that.
    """
    low, high = requests * expected * 0.98, (requests + connections) * expected * 1.02
    if requests and not low <= received <= high:
        return [f"answers had {received / requests:.0f} bytes where a right one has {expected}"]
    return []
