"""Saturates a server with wrk, which costs its own core least of all generators tried.

wrk comes from the distribution: `apt-get install wrk`. It keeps its connections in a closed loop,
so its latencies say how long requests wait when the server is full, and no more than that.
"""

import json
import re
import resource
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench import children
from bench.wire import HOST, PATIENCE

REPORT = Path(__file__).with_name("report.lua")
"""What makes wrk print what it counted as JSON."""
_MARGIN = 30.0
"""Seconds that wrk may take beyond its load before it is ended."""
HELP = "wrk is not installed. On Debian and Ubuntu: apt-get install wrk; on macOS: brew install wrk"


class ToolError(Exception):
    """A load generator is missing, or said something that is no report."""


@dataclass(frozen=True)
class Counted:
    """What wrk counted; times in microseconds."""

    duration: int
    requests: int
    bytes: int
    connect: int
    read: int
    write: int
    status: int
    """Answers with a status over 399."""
    timeout: int
    mean: float
    p50: int
    p90: int
    p99: int
    max: int
    cpu_seconds: float = 0.0
    """Processor time that wrk itself took."""

    @property
    def errors(self) -> dict[str, int]:
        """What went wrong, and how often."""
        found = {
            "answers with an error's status": self.status,
            "no answer in time": self.timeout,
            "connections refused": self.connect,
            "connections closed before the answer was whole": self.read,
            "requests that could not be sent": self.write,
        }
        return {what: count for what, count in found.items() if count}


def program() -> str:
    """Return where wrk is.

    Raises:
        ToolError: if it is not installed; the message says how to get it.
    """
    found = shutil.which("wrk")
    if found is None:
        raise ToolError(HELP)
    return found


def version() -> str:
    """Return wrk's version, such as `4.1.0`."""
    said = subprocess.run([program(), "-v"], capture_output=True, text=True, check=False)
    return parse_version(said.stdout + said.stderr)


def parse_version(text: str) -> str:
    """Return the version from the first line that wrk prints.

    Raises:
        ToolError: if there is none.
    """
    found = re.match(r"wrk (?:debian/)?v?(\d+(?:\.\d+)+)", text)
    if found is None:
        raise ToolError(f"wrk -v did not say its version but: {text[:80]!r}")
    return found[1]


def parse(text: str) -> Counted:
    """Read what wrk prints with our report.

    Raises:
        ToolError: if the report is not there.
    """
    lines = [line for line in text.splitlines() if line.startswith("{")]
    try:
        return Counted(**json.loads(lines[-1]))
    except (IndexError, ValueError, TypeError):
        raise ToolError(f"wrk printed no report but: {text[-200:]!r}") from None


def run(port: int, path: str, connections: int, seconds: float) -> Counted:
    """Load a server for some seconds, from the generator's core.

    Raises:
        ToolError: if wrk fails.
    """
    arguments = [
        program(), "--threads", "1", "--connections", str(connections),
        "--duration", f"{max(1, round(seconds))}s", "--timeout", f"{PATIENCE:g}s",
        "--script", str(REPORT), f"http://{HOST}:{port}{path}",
    ]  # fmt: skip
    before = _children()
    try:
        status, out, err = children.output(arguments, seconds + _MARGIN)
    except subprocess.TimeoutExpired:
        raise ToolError("wrk did not come to an end") from None
    if status:
        raise ToolError(f"wrk failed: {(err or out)[-200:]!r}")
    counted = parse(out)
    return Counted(**{**vars(counted), "cpu_seconds": _children() - before})


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
