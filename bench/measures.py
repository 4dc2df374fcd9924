"""What is read off the machine: processor time, memory, versions, sizes, and the machine itself."""

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import metadata
from pathlib import Path

import psutil
from packaging.requirements import Requirement

from fieldguide import record
from fieldguide.benchmarks import Install, Machine, Provenance
from fieldguide.catalogue import Catalogue
from fieldguide.serving import Server

MEGABYTE = 1_000_000

_ASK = """
import json, platform, sys
from importlib.metadata import PackageNotFoundError, version
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = version(name)
    except PackageNotFoundError:
        pass
runtime = f"{platform.python_implementation()} {platform.python_version()}"
print(json.dumps({"runtime": runtime, "versions": found}))
"""

_ASK_NODE = """
const versions = { node: process.versions.node };
for (const name of process.argv.slice(1)) versions[name] = require(name + "/package.json").version;
console.log(JSON.stringify({ runtime: "Node.js " + process.versions.node, versions }));
"""


# -------------------------------------------------------------------------------------- processes


def cpu_seconds(server: Server) -> float:
    """Return the processor time of a server's processes so far, those included that have ended.

    Threads that have ended count with their process, processes that have ended with the one that
    waited for them (proc(5): utime, stime, cutime, cstime; ticks of 10 ms on Linux). PostgreSQL and
    Redis are servers of their own, and what they spend is not in it.
    """
    total = 0.0
    for process in processes(server):
        with suppress(psutil.Error):
            used = process.cpu_times()
            total += used.user + used.system + used.children_user + used.children_system
    return total


def memory_mb(server: Server) -> float:
    """Return the memory of a server's processes in megabytes; shared pages count once (PSS)."""
    total = 0
    for process in processes(server):
        with suppress(psutil.Error):
            total += process.memory_full_info().pss
    return total / MEGABYTE


def processes(server: Server) -> list[psutil.Process]:
    """Return the living processes of a server."""
    found = []
    for pid in server.pids():
        with suppress(psutil.Error):
            found.append(psutil.Process(pid))
    return found


def cores() -> tuple[list[int], list[int]]:
    """Return the core for the server and that for the generator; nothing if there is but one."""
    known = psutil.Process().cpu_affinity()
    return (known[:1], known[1:2]) if len(known) > 1 else ([], [])


@contextmanager
def on_core(chosen: list[int]) -> Iterator[None]:
    """Keep what is started within the block on these cores; without any, nothing is done."""
    own = psutil.Process()
    before = own.cpu_affinity()
    if chosen:
        own.cpu_affinity(chosen)
    try:
        yield
    finally:
        own.cpu_affinity(before)


# --------------------------------------------------------------------------------------- versions


def running_versions(server: Server, packages: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """Return what a server runs on and the versions of packages, as its own interpreter says.

    Raises:
        RuntimeError: if the interpreter cannot be asked.
    """
    process = psutil.Process(server.pid)
    return _versions(process.cmdline()[0], packages, process.environ().get("NODE_PATH", ""))


@cache
def _versions(
    interpreter: str, packages: tuple[str, ...], node_path: str
) -> tuple[str, dict[str, str]]:
    asked = ["-e", _ASK_NODE] if Path(interpreter).name == "node" else ["-c", _ASK]
    said = subprocess.run(
        [interpreter, *asked, *packages],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NODE_PATH": node_path},
    )
    if said.returncode:
        raise RuntimeError(f"the server's interpreter did not name its versions: {said.stderr}")
    answer = json.loads(said.stdout)
    return str(answer["runtime"]), dict(answer["versions"])


def install(packages: tuple[str, ...]) -> Install:
    """Return what packages need on the disk, with all that they need in turn.

    Compiled bytecode is left out, since it is made when a package is first used.
    """
    size, seen, waiting = 0, set[str](), [Requirement(name) for name in packages]
    while waiting:
        wanted = waiting.pop()
        name = wanted.name.lower().replace("_", "-")
        if name in seen:
            continue
        with suppress(metadata.PackageNotFoundError):
            found = metadata.distribution(name)
            seen.add(name)
            files = [Path(str(file.locate())) for file in found.files or []]
            size += sum(
                path.stat().st_size for path in files if path.suffix != ".pyc" and path.is_file()
            )
            needed = [Requirement(text) for text in found.requires or []]
            waiting += [
                need
                for need in needed
                if need.marker is None or need.marker.evaluate({"extra": ""})
            ]
    return Install(packages=len(seen), megabytes=round(size / MEGABYTE, 2))


# -------------------------------------------------------------------------------------- provenance


def provenance(catalogue: Catalogue, tools: dict[str, str]) -> Provenance:
    """Return what has to be known of a run, as the machine says it now.

    Raises:
        RuntimeError: if the project is no git repository.
    """
    server, generator = cores()
    recorded = catalogue.tested.get(record.this_python())
    current = recorded is not None and record.is_current(catalogue)
    return Provenance(
        commit=_git(catalogue.root, "rev-parse", "HEAD"),
        changed=bool(_git(catalogue.root, "status", "--porcelain", "--untracked-files=no")),
        machine=machine(),
        tools=tools,
        load_average=[round(value, 2) for value in os.getloadavg()],
        pinned={"server": server, "generator": generator},
        contracts=recorded.recorded if recorded and current else None,
    )


def machine() -> Machine:
    """Return what this machine is."""
    system = platform.system()
    with suppress(OSError):
        system = platform.freedesktop_os_release().get("PRETTY_NAME", system)
    return Machine(
        cpu=_processor(),
        cores=psutil.cpu_count() or 1,
        memory_mb=round(psutil.virtual_memory().total / MEGABYTE),
        system=system,
        kernel=platform.release(),
        python=" ".join(sys.version.split()),
    )


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _git(root: Path, *arguments: str) -> str:
    program = shutil.which("git") or "git"
    said = subprocess.run(
        [program, *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    if said.returncode:
        raise RuntimeError(f"git {arguments[0]}: {said.stderr.strip()}")
    return said.stdout.strip()
