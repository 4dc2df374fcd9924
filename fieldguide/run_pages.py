"""What is to be known of runs: on what and how each was made, and which of them there are."""

from datetime import datetime

from fieldguide import method, result_details, results, runs
from fieldguide.benchmarks import CONTRIBUTED, LoadKind, Results, Run
from fieldguide.runs import Runs
from fieldguide.site import Site
from fieldguide.tables import plain_table
from fieldguide.text import escape, link


def provenance(site: Site, found: Results) -> str:
    """Return on what a run was made, of what and how."""
    facts = "".join(
        f'<tr><th scope="row">{name}</th><td>{said}</td></tr>'
        for name, said in _facts(site, found, f"data/benchmarks/{found.run.id}").items()
    )
    return f'<div class="facts" data-search-exclude><table><tbody>{facts}</tbody></table></div>'


def run_list(site: Site, known: Runs) -> str:
    """Return all runs: the published one, ours before it by their method, contributed ones."""
    own = sorted(
        [known.published, *known.earlier, *known.parts],
        key=lambda one: one.run.started,
        reverse=True,
    )
    parts = []
    for version in reversed(method.VERSIONS):
        of_version = [one for one in own if one.run.method == version.number]
        if of_version:
            heading = f"## Our runs by method {version.number} {{ #method-{version.number} }}"
            note = (
                ""
                if version.number == method.VERSION
                else f"Today's method is {method.VERSION}. These figures are kept as they were "
                "published and not compared with later ones.\n\n"
            )
            shown = "".join(_run(site, known, one) for one in of_version)
            parts.append(f"{heading}\n\n{note}<section data-search-exclude>{shown}</section>")
    theirs = "".join(_run(site, known, one, contributed=True) for one in known.contributed)
    parts.append(
        "## Contributed runs { #contributed }\n\nMade by other people on other machines, with the "
        "same harness. They pass the same checks of their form; nobody here has repeated them. No "
        "figure of one enters another page.\n\n"
        + (f"<section data-search-exclude>{theirs}</section>" if theirs else "There is none yet.")
    )
    return "\n\n".join(parts)


def versions() -> str:
    """Return the versions of the method, the newest first."""
    rows = "".join(
        f'<tr><th scope="row">{version.number}</th><td>{version.since}</td>'
        f"<td>{escape(version.changes)}</td></tr>"
        for version in reversed(method.VERSIONS)
    )
    caption = "Runs of different versions are not compared."
    return plain_table("Versions of the method", caption, ("Version", "Since", "Changes"), rows)


def _run(site: Site, known: Runs, found: Results, *, contributed: bool = False) -> str:
    run = found.run
    folder = f"data/benchmarks/{f'{CONTRIBUTED}/' if contributed else ''}{run.id}"
    states = []
    if found is known.published:
        states.append("the pages on speed show it")
    if run.kind == "part":
        states.append(f"a part: {', '.join(escape(about.name) for about in run.scenarios)}")
    if run.method != method.VERSION:
        states.append(f"method {run.method}, not compared")
    moved = runs.moved(site.catalogue, found)
    if moved:
        states.append("made on other versions than those pinned now")
    facts = _facts(site, found, folder)
    if moved:
        facts["Since then"] = ", ".join(
            f"{escape(one.package)} {escape(one.then)} → {escape(one.now)}" for one in moved
        )
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td>{said}</td></tr>' for name, said in facts.items()
    )
    state = f" ({'; '.join(states)})" if states else ""
    table = ""
    if run.method == method.VERSION:
        shown = results.all_costs if run.kind == "part" else results.costs
        table = shown(site, found)
    if any(LoadKind.USERS in about.loads for about in run.scenarios):
        table += result_details.users_table(site, found)
    where = link(site.view(folder).replace("/blob/", "/tree/", 1), "all files of this run")
    return (
        f'<details id="{"contributed-" if contributed else ""}{escape(run.id)}">'
        f"<summary>{_day(run.started)}, {escape(run.provenance.machine.cpu)}{state}</summary>"
        f'<div class="facts"><table><tbody>{rows}</tbody></table></div>{table}'
        f"<p>{where}</p></details>"
    )


def _proofs(run: Run) -> str:
    """Return what the contracts said before the first round and after the last."""
    proofs = [
        (when, proof) for when, proof in (("before", run.before), ("after", run.after)) if proof
    ]
    return (
        "; ".join(
            f"{when} the run {proof.passed:,} tests passed"
            + (f", {proof.failed} failed" if proof.failed else "")
            for when, proof in proofs
        )
        or "not run beside it"
    )


def _day(when: datetime) -> str:
    return f"{when.day} {when:%B %Y}"


def _facts(site: Site, found: Results, folder: str) -> dict[str, str]:
    """Return what is known of a run, as HTML by its name."""
    run, made = found.run, found.run.provenance
    machine = made.machine
    commit = link(f"{site.repository}/tree/{made.commit}", f"<code>{made.commit[:10]}</code>")
    load = ", ".join(f"{value:g}" for value in made.load_average)
    ceilings = ", ".join(f"{escape(name)} {rate:,.0f}" for name, rate in run.ceilings.items())
    tools = ", ".join(f"{escape(name)} {escape(version)}" for name, version in made.tools.items())
    cores = ", ".join(
        f"{side} on {', '.join(map(str, numbers))}"
        for side, numbers in made.pinned.items()
        if numbers
    )
    return {
        "Run": link(site.view(f"{folder}/run.json"), f"<code>{escape(run.id)}</code>")
        + f", {_day(run.started)}, {run.started:%H:%M}"
        + (f" to {run.finished:%H:%M} UTC" if run.finished else "")
        + f", method {run.method}",
        "Code": commit
        + (", with changed files" if made.changed else "")
        + (
            f"; all contracts passed on {made.contracts}"
            if made.contracts
            else "; no record says that all contracts passed on these versions"
        ),
        "Contracts": _proofs(run),
        "Machine": f"{escape(machine.cpu)}, {machine.cores} cores, {machine.memory_mb / 1000:,.1f} "
        f"GB; {escape(machine.system)}, kernel {escape(machine.kernel)}",
        "Harness": f"Python {escape(machine.python)}; {tools}",
        "Cores": f"pinned: {cores}" if cores else "shared by server and generator",
        "Ceilings": f"{ceilings} requests a second, against a reply that costs next to nothing",
        "Load before": f"{load} over 1, 5 and 15 minutes",
        "Database": escape(run.database),
        "Order": f"drawn by lot in each round, from the seed {run.seed}",
    }
