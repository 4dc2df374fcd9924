"""The command line: `python -m bench smoke | run | users | show | list`."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bench import cell, children, contracts, plan, runner, table, users, wrk
from bench.plan import Effort
from bench.runner import Watcher
from bench.store import Store, StoreError
from fieldguide import benchmarks, catalogue, serving
from fieldguide.problems import DataError, unknown

INTERRUPTED = 130
"""The exit code of a run that was stopped by Ctrl-C, as shells have it."""


_USERS_HELP = """\
By default Locust's web page at http://127.0.0.1:8089 starts the users. Without it:

  python -m bench users flask-gthread --headless --users 50 --spawn-rate 5 --run-time 60s

The HTML and the CSV reports lie in reports/ afterwards. Where one core is too few for so many
users, Locust spreads them over processes or machines:

  python -m bench users flask-gthread --headless --users 400 --spawn-rate 20 --run-time 60s \\
      --master --expect-workers 2
  python -m locust --locustfile bench/locustfile.py --worker          # twice, in other terminals

All of this stays on 127.0.0.1. For workers on other machines start the server yourself, at an
address that they can reach, and run locust with --host in place of this command; a worker finds
its master by --master-host."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return the exit code: 0 if all is well, 1 if not, 130 if interrupted."""
    parser = _parser()
    chosen, others = parser.parse_known_args(arguments)
    if others and chosen.command != "users":
        parser.error(f"unknown: {' '.join(others)}")
    console = Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else 110)
    try:
        if chosen.command == "list":
            return _list(console)
        if chosen.command == "show":
            return _show(chosen.run, console)
        if chosen.command == "users":
            return _users(chosen, others, console)
        return _run(chosen, console)
    except (
        DataError, LookupError, RuntimeError, ValueError, StoreError, runner.ResumeError,
        contracts.ContractError, users.UsersError,
        serving.StartError, wrk.ToolError,
    ) as error:  # fmt: skip
        print(error.args[0] if error.args else error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (
        ("smoke", "see in some minutes whether the harness works here"),
        ("run", "measure everything, for publication"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--scenario", action="append", help="only this one; may be repeated")
        command.add_argument("--row", action="append", help="only this one; may be repeated")
        command.add_argument("--rounds", type=int, help="how many rounds at most")
        command.add_argument(
            "--database", choices=["sqlite", "postgresql"], default="sqlite",
            help="what the scenarios run on that read and write rows",
        )  # fmt: skip
        command.add_argument("--seed", type=int, help="what decides the order of the cells")
        command.add_argument("--resume", metavar="RUN", help="go on with a run that was stopped")
        command.add_argument("--output", type=Path, help="where runs are kept")
    shown = commands.add_parser("show", help="print the tables of a run")
    shown.add_argument("run", nargs="?", help="its folder's name or path; the newest if left out")
    visitors = commands.add_parser(
        "users",
        help="let Locust play users of the items API; options that are unknown here are Locust's",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=_USERS_HELP,
    )
    visitors.add_argument("row", help="who serves, such as flask-gthread")
    visitors.add_argument("--reports", type=Path, default=Path("reports"), help="where they go")
    commands.add_parser("list", help="print what can be measured")
    return parser


def _list(console: Console) -> int:
    known = catalogue.load(plan.ROOT)
    for scenario in plan.SCENARIOS.values():
        rows = [row.id for row in plan.ROWS.values() if plan.takes_part(row, scenario, known)]
        console.print(f"{scenario.id:12} {scenario.request}\n{'':12} {', '.join(rows)}")
    for row in plan.ROWS.values():
        if row.absent:
            console.print(f"{row.id:12} {row.absent} {row.how_to_add}")
    return 0


def _show(name: str | None, console: Console) -> int:
    folder = _folder(name)
    table.show(benchmarks.load(folder, folder.parents[2]), console)
    return 0


def _users(chosen: argparse.Namespace, options: list[str], console: Console) -> int:
    known, items = catalogue.load(plan.ROOT), plan.SCENARIOS["items"]
    rows = {row.id: row for row in plan.ROWS.values() if plan.takes_part(row, items, known)}
    if chosen.row not in rows:
        raise unknown("row", chosen.row, rows)
    row = rows[chosen.row]
    with (
        children.interruptible(),
        cell.on_its_own(known, items, row) as server,
    ):
        found = users.play(server.url, options, chosen.reports / row.id)
    console.print(table.users(found, f"{row.name}: users of the items API"))
    return 1 if not found or found[-1].failures else 0


def _folder(name: str | None) -> Path:
    """Return the folder of a run.

    Raises:
        LookupError: if there is none.
    """
    folders = {folder.name: folder for folder in benchmarks.folders(plan.ROOT)}
    if name is None:
        if not folders:
            raise LookupError("There is no run yet; `make bench-smoke` makes one.")
        return max(folders.values(), key=lambda folder: (folder / "run.json").stat().st_mtime)
    if (Path(name) / "run.json").is_file():
        return Path(name).resolve()
    if name not in folders:
        raise unknown("run", name, folders)
    return folders[name]


def _run(chosen: argparse.Namespace, console: Console) -> int:
    effort = _effort(chosen)
    known = catalogue.load(plan.ROOT)
    now = datetime.now(UTC)
    root = (chosen.output or plan.ROOT).resolve()
    name = chosen.resume or f"{effort.kind}-{now:%Y-%m-%d-%H%M%S}"
    store = Store(root / "data" / "benchmarks" / name, root)
    if chosen.resume and not store.exists:
        raise LookupError(f"There is no run {name} to go on with.")
    seed = int(now.timestamp()) if chosen.seed is None else chosen.seed
    try:
        with children.interruptible(), _progress(console) as watcher:
            runner.run(known, effort, store, seed, watcher)
    except KeyboardInterrupt:
        console.print(
            f"Stopped. What was measured is kept; go on with: "
            f"python -m bench {chosen.command} --resume {name}"
        )
        return INTERRUPTED
    results = store.results()
    table.show(results, console)
    return 0 if any(entry.loads for cell in results.cells.values() for entry in cell.rounds) else 1


def _effort(chosen: argparse.Namespace) -> Effort:
    """Return what is to be measured.

    Raises:
        LookupError: if a scenario or a row is unknown.
    """
    effort = plan.SMOKE if chosen.command == "smoke" else plan.FULL
    for name in chosen.scenario or []:
        if name not in plan.SCENARIOS:
            raise unknown("scenario", name, plan.SCENARIOS)
    for name in chosen.row or []:
        if name not in plan.ROWS:
            raise unknown("row", name, plan.ROWS)
    rounds = effort.rounds if chosen.rounds is None else max(1, chosen.rounds)
    if chosen.command == "run" and (chosen.scenario or chosen.row):
        effort = replace(effort, kind="part")
    return replace(
        effort,
        scenarios=tuple(chosen.scenario or effort.scenarios),
        rows=tuple(chosen.row or effort.rows),
        rounds=rounds,
        database=chosen.database,
        fewest=min(effort.fewest, rounds),
    )


@contextmanager
def _progress(console: Console) -> Iterator[Watcher]:
    """Show how far a run is, and how long it still takes."""
    with Progress(
        BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"),
        console=console,
    ) as progress:  # fmt: skip
        task = progress.add_task("looking at the machine", total=None)

        def ends(reasons: list[str]) -> None:
            for reason in reasons:
                progress.console.print(f"rejected: {progress.tasks[0].description}: {reason}")
            progress.advance(task)

        yield Watcher(
            total=lambda count: progress.update(task, total=count),
            begins=lambda words: progress.update(task, description=words),
            ends=ends,
            skips=lambda count: progress.advance(task, count),
        )


if __name__ == "__main__":
    sys.exit(main())
