"""Has Locust play users of the items API, with its reports, and with its web page if wanted.

It is published as a scenario and never as capacity: Locust is slower than the servers here, and
its users pause. Where one core is too small, Locust's own distributed mode takes over; what to type
is in `python -m bench users --help`.
"""

import csv
import io
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import cell, children, measures, plan
from bench.cell import Bench
from bench.plan import Row
from fieldguide.catalogue import Catalogue
from fieldguide.serving import HOST

LOCUSTFILE = Path(__file__).with_name("locustfile.py")
"""The users."""


@dataclass(frozen=True)
class Answers:
    """What Locust says of one kind of request; times in milliseconds."""

    name: str
    """The method and the path."""
    requests: int
    failures: int
    rate: float
    """Requests a second, pauses included."""
    p50: float
    p95: float
    p99: float


def parse(text: str) -> list[Answers]:
    """Read the statistics that Locust writes as CSV, the sum of all requests last.

    Raises:
        ValueError: if a column is missing.
    """
    found = []
    for line in csv.DictReader(io.StringIO(text)):
        try:
            found.append(
                Answers(
                    name=f"{line['Type']} {line['Name']}".strip(),
                    requests=int(line["Request Count"]),
                    failures=int(line["Failure Count"]),
                    rate=float(line["Requests/s"]),
                    p50=float(line["50%"]),
                    p95=float(line["95%"]),
                    p99=float(line["99%"]),
                )
            )
        except KeyError as error:
            raise ValueError(f"Locust's statistics have no column {error}") from None
    return found


def run(catalogue: Catalogue, row: Row, options: Sequence[str], reports: Path) -> list[Answers]:
    """Start a row's items API, let Locust loose on it, and return what it found.

    Args:
        catalogue: what is known.
        row: who serves.
        options: what Locust is told beside where to go, such as `--headless --users 50`.
        reports: where `<row>.html` and the CSV files go.

    Raises:
        StartError: if the server does not start.
        RuntimeError: if Locust wrote no statistics.
    """
    reports.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        bench = Bench(catalogue, plan.SMOKE, {}, Path(name))
        served = cell.started(bench, plan.SCENARIOS["items"], row, Path(name), cell.Entry(1, 1))
        with served as server:
            _locust(server.url, reports / row.id, options)
    statistics = reports / f"{row.id}_stats.csv"
    if not statistics.is_file():
        raise RuntimeError("Locust wrote no statistics; its own output says why.")
    return parse(statistics.read_text("utf-8"))


def _locust(url: str, prefix: Path, options: Sequence[str]) -> None:
    arguments = [
        sys.executable, "-m", "locust", "--locustfile", str(LOCUSTFILE), "--host", url,
        "--web-host", HOST, "--master-bind-host", HOST, "--csv", str(prefix),
        "--html", f"{prefix}.html", *options,
    ]  # fmt: skip
    _, core = measures.cores()
    with ExitStack() as running:
        with children.held_back(), measures.on_core(core):
            process = subprocess.Popen(arguments, start_new_session=True)
            running.callback(_end, process)
        process.wait()


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Let Locust write its reports before it ends, if it still runs."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
