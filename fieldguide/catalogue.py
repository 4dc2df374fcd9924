"""Reads all data files into one value, or says everything that is wrong with them."""

import types
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, TypeAdapter, ValidationError

from fieldguide import rules, strict_yaml
from fieldguide.messages import explain, problem
from fieldguide.model import (
    Claim,
    Feature,
    Framework,
    Publication,
    Source,
    Tested,
    Topic,
    Trait,
)
from fieldguide.problems import DataError, Problem, shown
from fieldguide.strict_yaml import Document, Location


@dataclass(frozen=True)
class Kind:
    """One kind of data file."""

    name: str
    """Its name, and its schema's: `data/schema/<name>.schema.json`."""
    pattern: str
    """Which files below `data/` are of this kind."""
    row: type[BaseModel]
    """The model of a row."""
    shelf: str
    """The attribute of the catalogue that holds the rows."""
    many: bool = True
    """True if the file is a list of rows, false if it is one row."""

    @property
    def type(self) -> Any:
        """The type of a whole file."""
        return types.GenericAlias(list, (self.row,)) if self.many else self.row


KINDS = (
    Kind("framework", "frameworks/*.yml", Framework, "frameworks", many=False),
    Kind("features", "features.yml", Feature, "features"),
    Kind("traits", "traits.yml", Trait, "traits"),
    Kind("topics", "topics.yml", Topic, "topics"),
    Kind("sources", "sources.yml", Source, "sources"),
    Kind("publications", "publications.yml", Publication, "publications"),
    Kind("claims", "claims.yml", Claim, "claims"),
    Kind("tested", "tested/*.yml", Tested, "tested", many=False),
)
"""Every kind of data file there is, in the order in which they are read."""


@dataclass
class Catalogue:
    """All that is known: the content of `data/`, checked, and where each row stands."""

    root: Path
    """The project's root."""
    frameworks: dict[str, Framework] = field(default_factory=dict)
    """Frameworks by id, in their order."""
    features: dict[str, Feature] = field(default_factory=dict)
    """Capabilities by id, groups together."""
    traits: dict[str, Trait] = field(default_factory=dict)
    """Descriptive rows by id."""
    topics: dict[str, Topic] = field(default_factory=dict)
    """Topics by id, groups together."""
    sources: dict[str, Source] = field(default_factory=dict)
    """Sources by id."""
    publications: dict[str, Publication] = field(default_factory=dict)
    """Documents whose figures the ledger of claims holds, by id."""
    claims: dict[str, Claim] = field(default_factory=dict)
    """What they state, by id, in the order of the documents."""
    tested: dict[str, Tested] = field(default_factory=dict)
    """What was last run, by Python version, the oldest first."""
    documents: dict[str, Document] = field(default_factory=dict)
    """The files as they were read, by path from the root."""
    locations: dict[tuple[str, str], Location] = field(default_factory=dict)
    """Where in its file a row stands, by file and id."""
    incomplete: set[str] = field(default_factory=set)
    """The kinds of data of which something could not be read."""
    _files: dict[tuple[str, str], list[Path]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """The files of snippets that were asked for."""

    def line(self, file: str, *location: str | int) -> int:
        """Return the line on which a row or field stands; rows of a list are found by their id."""
        document = self.documents[file]
        if location and (file, str(location[0])) in self.locations:
            location = (*self.locations[file, str(location[0])], *location[1:])
        return document.place(location).line

    def answered_by(self, framework: str, topic: Topic) -> str | None:
        """Return the framework whose snippet answers for this one, itself first; None if none."""
        cell = topic.cells.get(framework)
        for slug in (framework, cell.see if cell else None):
            if slug and self.snippet_files(slug, topic.id):
                return slug
        return None

    def legs(self, framework: str, topic: str | None = None) -> dict[str, str]:
        """Return the framework's version by Python version, where tests (of a topic) passed."""
        own = self.frameworks[framework].packages[0]
        return {
            python: tested.packages[own]
            for python, tested in self.tested.items()
            if own in tested.packages and (topic is None or topic in tested.topics)
        }

    def snippet_files(self, framework: str, topic: str) -> list[Path]:
        """Return the files of a snippet, or nothing if there is none."""
        if (framework, topic) not in self._files:
            folder = self.root / "snippets" / framework
            single = folder / f"{topic}.py"
            found = [single] if single.is_file() else snippet_files(folder / topic)
            self._files[framework, topic] = found
        return self._files[framework, topic]

    def trap_files(self, framework: str, trap: str) -> list[Path]:
        """Return the files of a trap, or nothing if there is none of that name."""
        folder = self.root / "snippets" / framework / "traps"
        single = folder / f"{trap}.py"
        return [single] if single.is_file() else snippet_files(folder / trap)

    def since_files(self, framework: str, release: str) -> list[Path]:
        """Return the files that show what came with a release, or nothing if there are none."""
        folder = self.root / "snippets" / framework / f"since_{release.replace('.', '_')}"
        return snippet_files(folder)

    def output_file(self, framework: str, topic: str, name: str) -> Path:
        """Return where the text lies that a contract wrote down for pages, there or not."""
        return self.root / "snippets" / framework / f"{topic}.{name}.txt"


CODE = {
    ".css": "css",
    ".conf": "nginx",
    ".html": "html+jinja",
    ".ini": "ini",
    ".mako": "mako",
    ".po": "po",
    ".py": "python",
    ".service": "systemd",
    ".toml": "toml",
    "Dockerfile": "dockerfile",
}
"""What counts as code of a snippet, by suffix or name, and its language on pages."""


def snippet_files(folder: Path) -> list[Path]:
    """Return the code below a folder of snippets, in a fixed order; what runs leave is not code."""
    return sorted(
        path
        for path in folder.rglob("*")
        if (path.suffix in CODE or path.name in CODE) and "__pycache__" not in path.parts
    )


def load(root: Path) -> Catalogue:
    """Read `data/` below `root`.

    Raises:
        DataError: if anything is wrong with any file; it holds every problem.
    """
    catalogue, problems = read(root)
    if problems:
        raise DataError(problems)
    return catalogue


def read(root: Path) -> tuple[Catalogue, list[Problem]]:
    """Read `data/` below `root`; return what could be read, and every problem, sorted.

    A row that is wrong is left out; rules between files are still applied to all the others.
    """
    catalogue = Catalogue(root)
    problems: list[Problem] = []
    files = {path for path in (root / "data").rglob("*.y*ml") if path.suffix in {".yml", ".yaml"}}
    for kind in KINDS:
        found = sorted((root / "data").glob(kind.pattern))
        if not found and "*" not in kind.pattern:
            message = "the file is missing; restore it"
            problems.append(Problem(f"data/{kind.pattern}", 1, 1, "", message))
            catalogue.incomplete.add(kind.name)
        for path in found:
            files.discard(path)
            wrong = _read_file(catalogue, kind, path)
            problems += wrong
            if wrong:
                catalogue.incomplete.add(kind.name)
    for path in files:
        allowed = ", ".join(kind.pattern for kind in KINDS)
        message = f"no model reads this file; allowed: {allowed}; move or delete it"
        problems.append(Problem(path.relative_to(root).as_posix(), 1, 1, "", message))
    catalogue.frameworks = dict(
        sorted(catalogue.frameworks.items(), key=lambda item: item[1].position)
    )
    catalogue.tested = dict(
        sorted(catalogue.tested.items(), key=lambda item: int(item[0].split(".")[1]))
    )
    problems += rules.violations(catalogue)
    return catalogue, sorted(problems)


def _read_file(catalogue: Catalogue, kind: Kind, path: Path) -> list[Problem]:
    document = strict_yaml.read(path, catalogue.root)
    catalogue.documents[document.file] = document
    problems = list(document.problems)
    if problems and document.value is None:
        return problems
    # A value that the reader refused needs no second line about what became of it.
    refused = {(found.line, found.column) for found in problems}
    shelf: dict[str, BaseModel] = getattr(catalogue, kind.shelf)
    key_name = "python" if kind.row is Tested else "id"
    for location, value in _rows(kind, document.value):
        annotation = kind.row if location else kind.type
        try:
            row = TypeAdapter(annotation).validate_python(value)
        except ValidationError as error:
            details = [{**detail, "loc": (*location, *detail["loc"])} for detail in error.errors()]
            explained = [explain(document, kind.type, cast("Any", detail)) for detail in details]
            problems += [row for row in explained if (row.line, row.column) not in refused]
            continue
        key = getattr(row, key_name)
        if key in shelf:
            message = f"stands twice (found {shown(key)}); give each row an {key_name} of its own"
            problems.append(problem(document, (*location, key_name), message))
            continue
        if not kind.many and path.stem != key:
            message = (
                f"differs from the file's name (found {shown(key)}); "
                f"allowed: {shown(path.stem)}; rename the file or correct the field"
            )
            problems.append(problem(document, (*location, key_name), message))
            continue
        shelf[key] = row
        catalogue.locations[document.file, key] = location
    return problems


def _rows(kind: Kind, value: Any) -> Iterator[tuple[Location, Any]]:
    """Yield the rows of a file with their locations; a file that is no list as a whole."""
    if kind.many and isinstance(value, list):
        yield from (((index,), row) for index, row in enumerate(value))
    else:
        yield (), value
