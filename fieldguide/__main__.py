"""The command line: `python -m fieldguide check | claims | fix | run | topics`."""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from fieldguide import catalogue, check, claims, fix, measured, serving
from fieldguide.model import Need
from fieldguide.problems import DataError, unknown

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return the exit code: 0 if all is well, 1 if something has to be done."""
    parser = argparse.ArgumentParser(prog="python -m fieldguide", description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="say everything that is wrong with data and references")
    commands.add_parser("fix", help="rewrite what a machine can mend; exit 1 if it changed a file")
    commands.add_parser("topics", help="print topics and frameworks: lines of code, or the reason")
    shown = commands.add_parser("claims", help="print published figures, checks and verdicts")
    shown.add_argument("--publication", metavar="ID", help="only this document's")
    shown.add_argument("--system", metavar="ID", help="only this framework's or system's")
    shown.add_argument("--verdict", metavar="WORDS", help="only those with this verdict")
    run = commands.add_parser("run", help="start a snippet by the command that its page shows")
    run.add_argument("framework")
    run.add_argument("topic")
    run.add_argument("--port", type=int, default=8000)
    run.add_argument("--development", action="store_true", help="with reloading")
    chosen = parser.parse_args(arguments)
    root: Path = chosen.root.resolve()
    try:
        if chosen.command == "check":
            return _check(root)
        if chosen.command == "fix":
            return _fix(root)
        if chosen.command == "topics":
            return _topics(root)
        if chosen.command == "claims":
            return _claims(root, chosen)
        return _run(root, chosen)
    except (DataError, LookupError, serving.StartError) as error:
        print(error.args[0] if error.args else error, file=sys.stderr)
        return 1
    except OSError as error:  # Such as a program that is not installed.
        print(error, file=sys.stderr)
        return 1


def _check(root: Path) -> int:
    problems = check.problems(root)
    for problem in problems:
        print(problem)
    if not problems:
        found = catalogue.load(root)
        print(
            f"All is well: {len(found.frameworks)} frameworks, {len(found.features)} capabilities, "
            f"{len(found.traits)} traits, {len(found.topics)} topics, {len(found.sources)} sources."
        )
    return 1 if problems else 0


def _fix(root: Path) -> int:
    changed = fix.fix(root)
    for path in changed:
        print(f"rewrote {path.relative_to(root).as_posix()}")
    print("Look at the changes and commit them." if changed else "Nothing to mend.")
    return 1 if changed else 0


def _topics(root: Path) -> int:
    """Print a line for each topic and framework: state, contract, versions; or why it is empty."""
    found = catalogue.load(root)
    proven = empty = 0
    for topic in found.topics.values():
        contract = f"tests/snippets/test_{topic.id}.py"
        for framework in found.frameworks.values():
            legs = found.legs(framework.id, topic.id)
            versions = ", ".join(f"{version} on {python}" for python, version in legs.items())
            cell = topic.cells.get(framework.id)
            if found.snippet_files(framework.id, topic.id):
                state = "proven" if legs else "unproven"
                said = f"{contract}  {versions or 'no record; run `make record`'}"
            elif cell and cell.reason:
                state, said = (f"see {cell.see}" if cell.see else "none"), cell.reason
            else:
                state, said = "missing", "no snippet and no reason"
            proven += state == "proven"
            empty += bool(cell and cell.reason)
            print(f"{topic.id:22} {framework.id:8} {state:11} {said}")
    total = len(found.topics) * len(found.frameworks)
    print(
        f"{len(found.topics)} topics, {total} cells: {proven} proven, {empty} empty with a reason, "
        f"{total - proven - empty} open"
    )
    return 0 if total == proven + empty else 1


def _claims(root: Path, chosen: argparse.Namespace) -> int:
    """Print a line for each figure, and one for each of its checks; then how many there are."""
    found = catalogue.load(root)
    entries = claims.ledger(found, measured.published(root))
    systems = dict.fromkeys(entry.system for entry in entries)
    for what, word, known in (
        ("publication", chosen.publication, list(found.publications)),
        ("system", chosen.system, list(systems)),
        ("verdict", chosen.verdict, [each.value for each in claims.Verdict]),
    ):
        if word is not None and word not in known:
            raise unknown(what, word, known)
    shown = [
        entry
        for entry in entries
        if chosen.publication in {None, entry.publication.id}
        and chosen.system in {None, entry.system}
        and chosen.verdict in {None, entry.verdict.value}
    ]
    for entry in shown:
        place = f"{entry.publication.number}:{entry.figure.line}"
        name = claims.system_name(found, entry.system)
        print(
            f"{place:9} {entry.claim.id:34} {name:22} {entry.published:22} {entry.verdict.value}\n"
            f"          {entry.claim.what} ({entry.claim.place})"
        )
        for made in entry.checks:
            print(f"          {made.rule.value} {made.outcome.value}: {made.working}")
    numbers = ", ".join(f"{count} {each.value}" for each, count in claims.counts(shown).items())
    print(f"{len(shown)} of {len(entries)} figures: {numbers}")
    return 0


def _run(root: Path, chosen: argparse.Namespace) -> int:
    found = catalogue.load(root)
    if chosen.framework not in found.frameworks:
        raise unknown("framework", chosen.framework, found.frameworks)
    if chosen.topic not in found.topics:
        raise unknown("topic", chosen.topic, found.topics)
    framework, topic = found.frameworks[chosen.framework], found.topics[chosen.topic]
    if not found.snippet_files(framework.id, topic.id):
        cell = topic.cells.get(framework.id)
        raise LookupError(cell.reason if cell and cell.reason else "There is no such snippet.")
    snippets = root / "snippets"
    served = serving.command(
        framework, topic, chosen.port, snippets, development=chosen.development
    )
    with tempfile.TemporaryDirectory() as folder:
        environment = {**serving.environment(Path(folder)), "COOKIE_SECURE": "0"}
        if Need.POSTGRESQL_ONLY in topic.needs:
            environment["DATABASE_URL"] = os.environ.get(
                "DATABASE_URL", "postgresql:///reading_list"
            )
        if prepared := serving.preparation(framework, topic, snippets):
            serving.run(prepared, environment, Path(folder) / "prepare.log")
        print(f"{shlex.join(served.argv)}  (in snippets/{framework.id})", flush=True)
        try:
            return subprocess.call(served.argv, cwd=served.cwd, env={**environment, **served.env})
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    sys.exit(main())
