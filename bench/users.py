"""Has Locust play users of the items API: as a load of a run, or with reports and its web page.

It is published as a scenario and never as capacity: Locust is slower than the servers here, and
its users pause. Where one core is too small, Locust's own distributed mode takes over; what to type
is in `python -m bench users --help`.
"""

import json
import resource
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import children, measures
from fieldguide.serving import HOST

LOCUSTFILE = Path(__file__).with_name("locustfile.py")
"""The users."""
PAUSE = 2.0
"""Their mean pause in seconds: so many of them a second begin as requests will come later, each
after a pause of its own. (Locust 2.47 lets all users of a second begin at one moment.)"""
_MARGIN = 30.0
"""Seconds that Locust may take beyond its load before it is ended."""


class UsersError(Exception):
    """Locust failed, or left no statistics."""


@dataclass(frozen=True)
class Answers:
    """What users were answered to one kind of request, or to all; times in milliseconds."""

    name: str
    """The method and the path."""
    requests: int
    failures: int
    first: float
    """When the first was sent, in seconds of the clock."""
    last: float
    """When the last was answered."""
    total: float
    """The sum of all times."""
    times: dict[int, int]
    """How many requests took so long. Locust rounds: to whole milliseconds, to two digits if it
    was longer than a tenth of a second."""

    @property
    def rate(self) -> float:
        """Requests a second, pauses included."""
        return self.requests / (self.last - self.first) if self.last > self.first else 0.0

    @property
    def mean(self) -> float:
        """The mean time."""
        return self.total / self.requests if self.requests else 0.0

    def share(self, percent: float) -> float:
        """Return the time within which so many of a hundred requests were answered."""
        answered, wanted = 0, sum(self.times.values()) * percent / 100
        for time, count in sorted(self.times.items()):
            answered += count
            if answered >= wanted:
                return float(time)
        return 0.0


def parse(text: str) -> list[Answers]:
    """Read the statistics that Locust writes as JSON; the sum of all requests comes last.

    Raises:
        ValueError: if they are not what this version of Locust writes.
    """
    try:
        found = [
            Answers(
                name=f"{entry['method']} {entry['name']}",
                requests=int(entry["num_requests"]),
                failures=int(entry["num_failures"]),
                first=float(entry["start_time"]),
                last=float(entry["last_request_timestamp"]),
                total=float(entry["total_response_time"]),
                times={int(time): int(count) for time, count in entry["response_times"].items()},
            )
            for entry in json.loads(text)
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"Locust's statistics have another form: {error!r}") from None
    found.sort(key=lambda line: line.name.split()[::-1])
    times: Counter[int] = Counter()
    for line in found:
        times.update(line.times)
    return [
        *found,
        Answers(
            "all",
            sum(line.requests for line in found),
            sum(line.failures for line in found),
            min((line.first for line in found), default=0),
            max((line.last for line in found), default=0),
            sum(line.total for line in found),
            dict(times),
        ),
    ]


def more_items(found: Sequence[Answers]) -> int:
    """Return how many items there are more than before, by what users were answered."""
    good = {line.name: line.requests - line.failures for line in found}
    return good.get("POST /items", 0) - good.get("DELETE /items/{id}", 0)


def load(port: int, users: int, seconds: float) -> tuple[list[Answers], float]:
    """Let users work without a report; return what they met, and Locust's processor time.

    Args:
        port: where the server listens on this machine.
        users: how many there are. Their first requests come as their later ones do.
        seconds: how long, from the first user's begin.

    Raises:
        UsersError: if Locust fails.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        options = [
            "--headless", "--only-summary", "--users", str(users),
            "--spawn-rate", str(users / PAUSE), "--run-time", f"{round(seconds)}s",
            "--stop-timeout", "10",  # A request that is on its way at the end is counted, too.
            "--json-file", f"{folder}/users",
        ]  # fmt: skip
        before = _children()
        try:
            # Locust ends with 1 if a request failed; what it counted says so better.
            _, _, err = children.output(
                _locust(f"http://{HOST}:{port}", options), seconds + _MARGIN
            )
        except subprocess.TimeoutExpired:
            raise UsersError("Locust did not come to an end") from None
        found = _read(Path(f"{folder}/users.json"), err)
        return found, _children() - before


def play(url: str, options: Sequence[str], prefix: Path) -> list[Answers]:
    """Let users work as options say, with reports; return what they met.

    Args:
        url: where the server is.
        options: what Locust is told beside where to go, such as `--headless --users 50`.
        prefix: how the names of the HTML report and of the CSV and JSON files begin.

    Raises:
        UsersError: if Locust wrote no statistics.
    """
    prefix.parent.mkdir(parents=True, exist_ok=True)
    reports = ["--csv", str(prefix), "--html", f"{prefix}.html", "--json-file", str(prefix)]
    _, core = measures.cores()
    with ExitStack() as running:
        with children.held_back(), measures.on_core(core):
            process = subprocess.Popen(_locust(url, [*reports, *options]), start_new_session=True)
            running.callback(_end, process)
        process.wait()
    return _read(Path(f"{prefix}.json"), "its own output says why")


def _read(statistics: Path, why: str) -> list[Answers]:
    try:
        return parse(statistics.read_text("utf-8"))
    except (OSError, ValueError) as error:
        last = why.strip().splitlines()[-1] if why.strip() else str(error)
        raise UsersError(f"Locust wrote no statistics: {last}") from None


def _locust(url: str, options: Sequence[str]) -> list[str]:
    return [
        sys.executable, "-m", "locust", "--locustfile", str(LOCUSTFILE), "--host", url,
        "--web-host", HOST, "--master-bind-host", HOST, *options,
    ]  # fmt: skip


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Let Locust write its reports before it ends, if it still runs."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
