"""Rules that hold between rows and between files: what is named has to exist."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from fieldguide.messages import key_problem, problem
from fieldguide.model import (
    Claim,
    Evidenced,
    Feature,
    Group,
    Publication,
    ServeKind,
    Sourced,
    Topic,
    TopicCell,
    Trait,
    Working,
    scale,
)
from fieldguide.problems import Problem, nearest, shown
from fieldguide.strict_yaml import Document, Location

if TYPE_CHECKING:
    from fieldguide.catalogue import Catalogue


def violations(catalogue: "Catalogue") -> Iterator[Problem]:
    """Yield what is wrong between rows that are right by themselves.

    What is missing because it could not be read is no mistake of the rows that refer to it.
    """
    yield from _positions(catalogue)
    for file, rows in _tables(catalogue).items():
        for row in rows.values():
            location = (*catalogue.locations[file, row.id], "cells")
            yield from _cells(catalogue, catalogue.documents[file], location, row)
    yield from _groups(catalogue, "data/features.yml", catalogue.features.values())
    yield from _groups(catalogue, "data/topics.yml", catalogue.topics.values())
    yield from _sorted_sources(catalogue)
    for publication in catalogue.publications.values():
        yield from _publication(catalogue, publication)
    for claim in catalogue.claims.values():
        yield from _claim(catalogue, claim)
    for document, location, evidence in _evidence(catalogue):
        yield from _exists(catalogue, document, location, evidence)


def _tables(catalogue: "Catalogue") -> dict[str, Mapping[str, Feature | Trait | Topic]]:
    return {
        "data/features.yml": catalogue.features,
        "data/traits.yml": catalogue.traits,
        "data/topics.yml": catalogue.topics,
    }


def _positions(catalogue: "Catalogue") -> Iterator[Problem]:
    taken: dict[int, str] = {}
    for framework in catalogue.frameworks.values():
        owner = taken.setdefault(framework.position, framework.id)
        if owner != framework.id:
            document = catalogue.documents[f"data/frameworks/{framework.id}.yml"]
            message = (
                f"is taken (found {framework.position}, as in {owner}.yml); "
                "give each framework a place of its own"
            )
            yield problem(document, ("position",), message)


def _cells(
    catalogue: "Catalogue", document: Document, location: Location, row: Feature | Trait | Topic
) -> Iterator[Problem]:
    if "framework" in catalogue.incomplete:
        return
    known = list(catalogue.frameworks)
    allowed = ", ".join(known)
    for slug in row.cells:
        if slug not in known:
            message = (
                f"is no framework (found {shown(slug)}); allowed: {allowed}; "
                f"{nearest(slug, known)}rename or delete it"
            )
            yield key_problem(document, (*location, slug), message)
    if not isinstance(row, Topic):
        for slug in known:
            if slug not in row.cells:
                message = f"has no cell for {slug}; every framework needs one; add `{slug}: {{…}}`"
                yield problem(document, location, message)
        return
    for index, name in enumerate(row.optional_commands):
        if name not in row.commands:
            message = (
                f"is no command of this topic (found {shown(name)}); "
                f"allowed: {', '.join(row.commands) or 'none'}; "
                f"{nearest(name, row.commands)}correct it"
            )
            where = (*location[:-1], "optional_commands", index)
            yield problem(document, where, message)
    for slug in known:
        if slug not in row.cells and set(row.commands) - set(row.optional_commands):
            message = (
                f"has no cell for {slug}, which needs the commands of this topic "
                f"({', '.join(row.commands)}); add `{slug}: {{commands: …}}`"
            )
            yield problem(document, location, message)
    for slug, cell in row.cells.items():
        if cell.see and (cell.see not in known or cell.see == slug):
            others = [other for other in known if other != slug]
            message = (
                f"is no other framework (found {shown(cell.see)}); allowed: {', '.join(others)}; "
                f"{nearest(cell.see, others)}correct it"
            )
            yield problem(document, (*location, slug, "see"), message)
        yield from _commands(document, (*location, slug), row, cell)
        framework = catalogue.frameworks.get(slug)
        if cell.serve is ServeKind.ASGI and framework and not framework.serve.asgi:
            message = (
                f"names a command that {slug} does not have (found asgi); "
                f"add `asgi:` to `serve:` in data/frameworks/{slug}.yml, or delete this field"
            )
            yield problem(document, (*location, slug, "serve"), message)


def _commands(
    document: Document, location: Location, topic: Topic, cell: TopicCell
) -> Iterator[Problem]:
    """Yield where a cell's commands are not those that its topic names."""
    allowed = ", ".join(topic.commands) or "none"
    for name in cell.commands:
        if name not in topic.commands:
            message = (
                f"is no command of this topic (found {shown(name)}); allowed: {allowed}; "
                f"{nearest(name, topic.commands)}rename it, or say under the topic's `commands:` "
                "what it does"
            )
            yield key_problem(document, (*location, "commands", name), message)
    for name in topic.commands:
        if name not in {*cell.commands, *topic.optional_commands} and not cell.reason:
            message = (
                f"lacks a command of this topic (found {', '.join(cell.commands) or 'none'}); "
                f"allowed: {allowed}; add `{name}:` to its `commands:`"
            )
            yield problem(document, location, message)


def _groups(
    catalogue: "Catalogue", file: str, rows: Iterable[Feature | Topic]
) -> Iterator[Problem]:
    order = list(Group)
    highest = 0
    for row in rows:
        rank = order.index(row.group)
        if rank < highest:
            message = (
                f"stands below rows of a later group (found {row.group.value}); "
                f"allowed order: {', '.join(order)}; run `make fix`, which sorts them"
            )
            location = (*catalogue.locations[file, row.id], "group")
            yield problem(catalogue.documents[file], location, message)
        highest = max(highest, rank)


def _sorted_sources(catalogue: "Catalogue") -> Iterator[Problem]:
    ids = list(catalogue.sources)
    file = "data/sources.yml"
    for before, after in pairwise(ids):
        if after < before:
            message = (
                f"is out of order (found {shown(after)} below {shown(before)}); "
                "allowed: sorted by id; run `make fix`, which sorts them"
            )
            location = (*catalogue.locations[file, after], "id")
            yield problem(catalogue.documents[file], location, message)


def _evidence(
    catalogue: "Catalogue",
) -> Iterator[tuple[Document, Location, Sourced | Evidenced]]:
    for framework in catalogue.frameworks.values():
        document = catalogue.documents[f"data/frameworks/{framework.id}.yml"]
        for name in type(framework.facts).model_fields:
            yield document, ("facts", name), getattr(framework.facts, name)
        yield document, ("install",), framework.install
        yield document, ("request",), framework.request
        for index, release in enumerate(framework.current):
            yield document, ("current", index), release
        for index, branch in enumerate(framework.branches):
            yield document, ("branches", index), branch
    for file, rows in _tables(catalogue).items():
        for row in rows.values():
            if isinstance(row, Feature | Trait):
                location = (*catalogue.locations[file, row.id], "cells")
                for slug, cell in row.cells.items():
                    yield catalogue.documents[file], (*location, slug), cell


def _exists(
    catalogue: "Catalogue", document: Document, location: Location, row: Sourced | Evidenced
) -> Iterator[Problem]:
    lacks = catalogue.incomplete
    if row.source and row.source not in catalogue.sources and "sources" not in lacks:
        message = (
            f"is no source (found {shown(row.source)}); allowed: an id of data/sources.yml; "
            f"{nearest(row.source, catalogue.sources)}correct it, or add the source there"
        )
        yield problem(document, (*location, "source"), message)
    if not isinstance(row, Evidenced) or not row.proof or "topics" in lacks:
        return
    slug = str(location[-1])
    topic = catalogue.topics.get(row.proof)
    if topic is None:
        message = (
            f"is no topic (found {shown(row.proof)}); allowed: {', '.join(catalogue.topics)}; "
            f"{nearest(row.proof, catalogue.topics)}correct it"
        )
        yield problem(document, (*location, "proof"), message)
    elif slug in catalogue.frameworks and not catalogue.answered_by(slug, topic):
        message = (
            f"proves nothing here (found {shown(row.proof)}): {slug} has no such snippet; "
            "name another topic, or a source and the day it was checked"
        )
        yield problem(document, (*location, "proof"), message)


def _publication(catalogue: "Catalogue", publication: Publication) -> Iterator[Problem]:
    """Yield where a publication names no source, or counts its figures otherwise than we do."""
    document = catalogue.documents["data/publications.yml"]
    location = catalogue.locations["data/publications.yml", publication.id]
    if publication.source not in catalogue.sources and "sources" not in catalogue.incomplete:
        message = (
            f"is no source (found {shown(publication.source)}); allowed: an id of "
            f"data/sources.yml; {nearest(publication.source, catalogue.sources)}correct it, or "
            "add the source there"
        )
        yield problem(document, (*location, "source"), message)
    for index, stated in enumerate(publication.set_aside):
        yield from _beyond(document, (*location, "set_aside", index), publication, stated.lines)
    if "claims" in catalogue.incomplete:
        return
    count = sum(
        len(claim.figures)
        for claim in catalogue.claims.values()
        if claim.publication == publication.id
    )
    if count != publication.figures:
        message = (
            f"differs from the ledger (found {publication.figures}); allowed: {count}, the figures "
            "of data/claims.yml; "
            "restore the claim that is missing, or correct the number"
        )
        yield problem(document, (*location, "figures"), message)


def _beyond(
    document: Document, location: Location, publication: Publication, lines: Iterable[int]
) -> Iterator[Problem]:
    for line in lines:
        if line > publication.lines:
            message = (
                f"names a line beyond the document's end (found {line}); "
                f"allowed: 1 to {publication.lines}; correct it"
            )
            yield problem(document, location, message)


def _claim(catalogue: "Catalogue", claim: Claim) -> Iterator[Problem]:
    """Yield what a claim names and what does not exist."""
    document = catalogue.documents["data/claims.yml"]
    location = catalogue.locations["data/claims.yml", claim.id]
    lacks = catalogue.incomplete
    publication = catalogue.publications.get(claim.publication)
    if publication is None:
        if "publications" not in lacks:
            yield _no(
                document,
                (*location, "publication"),
                claim.publication,
                "publication",
                catalogue.publications,
            )
        return
    if not claim.id.startswith(f"{publication.id}-"):
        message = (
            f"does not begin with its publication (found {shown(claim.id)}); "
            f"allowed: {publication.id}-…; rename it"
        )
        yield problem(document, (*location, "id"), message)
    if claim.conditions and claim.conditions not in publication.conditions:
        yield _no(
            document,
            (*location, "conditions"),
            claim.conditions,
            f"condition of {publication.id}",
            publication.conditions,
        )
    known = [*catalogue.frameworks, *publication.systems]
    for system, figure in claim.figures.items():
        place = (*location, "figures", system)
        if system not in known and "framework" not in lacks:
            message = (
                f"is no system (found {shown(system)}); allowed: {', '.join(known)}; "
                f"{nearest(system, known)}rename it, or name it under the publication's `systems:`"
            )
            yield key_problem(document, place, message)
        yield from _beyond(document, (*place, "line"), publication, [figure.line])
        if figure.unit and scale(figure.unit)[0] != scale(claim.unit)[0]:
            message = (
                f"measures something else than the claim's {claim.unit.value} "
                f"(found {figure.unit.value}); allowed: a unit of the same quantity; correct it"
            )
            yield problem(document, (*place, "unit"), message)
        if figure.up_to is not None and figure.up_to <= figure.value:
            message = (
                f"ends before it begins (found {figure.value:g} to {figure.up_to:g}); "
                "allowed: an upper end above `value`; correct it"
            )
            yield problem(document, (*place, "up_to"), message)
    if claim.source and claim.source not in catalogue.sources and "sources" not in lacks:
        yield _no(document, (*location, "source"), claim.source, "source", catalogue.sources)
    if "claims" not in lacks:
        yield from _named_claims(catalogue, document, location, claim)


def _named_claims(
    catalogue: "Catalogue", document: Document, location: Location, claim: Claim
) -> Iterator[Problem]:
    if claim.latency and claim.latency not in catalogue.claims:
        yield _no(document, (*location, "latency"), claim.latency, "claim", catalogue.claims)
    elif claim.latency and scale(catalogue.claims[claim.latency].unit)[0] != "time":
        message = (
            f"is no claim about a time (found {shown(claim.latency)}); "
            "allowed: a claim in ms or s; correct it"
        )
        yield problem(document, (*location, "latency"), message)
    if claim.derived is None:
        return
    derived = (*location, "derived")
    for index, reference in enumerate(claim.derived.of):
        name, _, system = reference.partition("/")
        part = catalogue.claims.get(name)
        if part is None:
            yield _no(document, (*derived, "of", index), name, "claim", catalogue.claims)
            continue
        for wanted in [system] if system else claim.figures:
            if wanted not in part.figures:
                yield _no(
                    document, (*derived, "of", index), wanted, f"system of {name}", part.figures
                )
    size = len(claim.derived.of)
    weighted = claim.derived.working is Working.WEIGHTED
    if len(claim.derived.weights) != (size if weighted else 0):
        message = (
            f"has another number of weights (found {len(claim.derived.weights)}); "
            f"allowed: {size if weighted else 0}; give one for each figure of a weighted sum"
        )
        yield problem(document, derived, message)
    if not weighted and size != 2:
        message = f"names another number of figures (found {size}); allowed: 2; correct it"
        yield problem(document, (*derived, "of"), message)


def _no(
    document: Document, location: Location, word: str, what: str, known: Iterable[str]
) -> Problem:
    known = list(known)
    listed = ", ".join(known) if len(known) <= 12 else f"an id of data/{what}s.yml"
    message = (
        f"is no {what} (found {shown(word)}); allowed: {listed or 'none'}; "
        f"{nearest(word, known)}correct it"
    )
    return problem(document, location, message)
