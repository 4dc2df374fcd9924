"""Starts processes so that none outlives a run: not after an error, not after Ctrl-C.

An interrupt that arrives while a process is being started would leave it without anybody who
knows it, so it is held back until somebody does.
"""

import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from bench import measures
from fieldguide import serving
from fieldguide.serving import Server


class _Interrupts:
    """Whether interrupts are held back, and whether one has come meanwhile."""

    depth = 0
    pending = False


def _interrupt(signum: int, frame: FrameType | None) -> None:
    if _Interrupts.depth:
        _Interrupts.pending = True
    else:
        raise KeyboardInterrupt


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM raise KeyboardInterrupt within the block, but not while held back."""
    before = [(number, signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM)]
    _Interrupts.pending = False
    for number, _ in before:
        signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


@contextmanager
def held_back() -> Iterator[None]:
    """Hold interrupts back until the end of the block.

    Raises:
        KeyboardInterrupt: at the end of the block, if one has come.
    """
    _Interrupts.depth += 1
    try:
        yield
    finally:
        _Interrupts.depth -= 1
        if _Interrupts.pending and not _Interrupts.depth:
            _Interrupts.pending = False
            raise KeyboardInterrupt


@contextmanager
def served(
    command: serving.Command, port: int, environment: Mapping[str, str], log: Path
) -> Iterator[Server]:
    """Run a server on its core; what else is started within the block may run anywhere.

    Raises:
        StartError: if it does not start.
    """
    core, _ = measures.cores()
    running = ExitStack()
    try:
        with held_back(), measures.on_core(core):
            server = running.enter_context(serving.serve(command, port, environment, log))
        yield server
    finally:
        with held_back():
            running.close()


def output(
    arguments: Sequence[str], seconds: float, *, cwd: Path | None = None, sends: str = ""
) -> tuple[int, str, str]:
    """Run a load generator on its core; return its exit code, its output and its errors.

    Raises:
        TimeoutExpired: if it takes longer than this.
    """
    _, core = measures.cores()
    with ExitStack() as running:
        with held_back(), measures.on_core(core):
            process = subprocess.Popen(
                arguments, cwd=cwd, text=True, start_new_session=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )  # fmt: skip
            running.callback(_end, process)
        out, err = process.communicate(sends, timeout=seconds)
        return process.returncode, out, err


def _end(process: "subprocess.Popen[str]") -> None:
    if process.poll() is None:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
