"""Reads a YAML file strictly: what could surprise the person who wrote it is refused.

PyYAML alone keeps the last of two equal keys, turns `no` into False and `3.10` into 3.1, follows
aliases and builds objects from tags. Here libyaml's events are turned into plain values by our
own few rules, and each value keeps its place and its spelling in the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from fieldguide.problems import Problem, printable, shown

MAX_BYTES = 256 * 1024
"""The largest file that is read, in bytes; the largest of ours has a fifth of it."""
MAX_DEPTH = 12
"""How deep lists and mappings may nest; ours need five levels."""

Step = str | int
Location = tuple[Step, ...]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BOOLEAN_TRAPS = frozenset({"yes", "no", "on", "off", "y", "n"})
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")

_COMPARE = "compare indentation, quotes and brackets with the lines around it"
_MEND = (
    (
        "mapping values are not allowed",
        'there is a ": " inside the text, or the line is indented too far; '
        "put the text in quotes, or line it up with the field above it",
    ),
    ("tab character", "there is a tab; indent by blanks"),
    ("scanning a quoted scalar", "a quote opens here and never closes; close it"),
    ("parsing a flow", "a bracket opens here and never closes, or a comma is missing; add it"),
    (
        "did not find expected key",
        "there is text behind a closing quote, or the indentation is wrong; "
        "put the whole text in one pair of quotes, or line it up with the field above it",
    ),
    (
        "cannot start any token",
        "a text may not start with this sign; put the text in quotes",
    ),
)
"""What libyaml says, in parts, and how that is mended, in words for people who write no code."""


@dataclass(frozen=True)
class Place:
    """Where a value stands in its file, and how it is spelled there."""

    line: int
    """Line, counted from 1."""
    column: int
    """Column, counted from 1."""
    spelling: str | None = None
    """The text of a scalar that carries no quotes, else None."""


@dataclass
class Document:
    """The content of one file."""

    file: str
    """Path from the project's root."""
    value: Any = None
    """Plain dicts, lists, strings, numbers, booleans, dates and None."""
    places: dict[Location, Place] = field(default_factory=dict)
    """The place of each value, by the keys and indices that lead to it."""
    keys: dict[Location, Place] = field(default_factory=dict)
    """The place of each mapping key, by the location of its value."""
    problems: list[Problem] = field(default_factory=list)
    """What this reader refused."""

    def place(self, location: Location) -> Place:
        """Return the place of a value, or of the nearest thing around it that is in the file."""
        for length in range(len(location), -1, -1):
            if location[:length] in self.places:
                return self.places[location[:length]]
        return Place(1, 1)


def read(path: Path, root: Path) -> Document:
    """Read one file; nothing is raised, what is wrong stands in the document's `problems`."""
    document = Document(path.relative_to(root).as_posix())
    try:
        raw = path.read_bytes()
    except OSError as error:
        _refuse(document, Place(1, 1), "", f"cannot be read ({error.strerror}); restore the file")
        return document
    if len(raw) > MAX_BYTES:
        message = (
            f"the file is too large (found {len(raw):,} bytes); allowed: {MAX_BYTES:,} bytes; "
            "split it or take out what does not belong here"
        )
        _refuse(document, Place(1, 1), "", message)
        return document
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8 (found byte 0x{raw[error.start]:02x}); save the file as UTF-8"
        _refuse(document, Place(line, 1), "", message)
        return document
    return _parsed(document.file, text)


@lru_cache(maxsize=64)
def _parsed(file: str, text: str) -> Document:
    """Read a file's text; nobody changes the document, so that the same text needs one reading."""
    return parse(text, Document(file))


def parse(text: str, document: Document) -> Document:
    """Fill `document` from YAML text."""
    builder = _Builder(document, yaml.parse(text, Loader=_LOADER))
    try:
        builder.build()
    except _StopError:
        pass
    except yaml.reader.ReaderError as error:
        # libyaml gives the character's number and counts bytes, so it is looked for here.
        found = chr(error.character) if isinstance(error.character, int) else error.character
        before = text.partition(found)[0]
        place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"a character that YAML does not allow (found U+{ord(found):04X}); delete it"
        _refuse(document, place, "", message)
    except yaml.MarkedYAMLError as error:
        # A quote or bracket that never ends is noticed far below the place where it starts.
        starts = ("while scanning a quoted", "while parsing a flow")
        marks = [error.problem_mark, error.context_mark]
        if (error.context or "").startswith(starts):
            marks.reverse()
        mark = next(filter(None, marks), None)
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        what = " ".join(filter(None, [error.context, error.problem]))
        mend = next((mend for said, mend in _MEND if said in what), _COMPARE)
        message = f"is not valid YAML ({what}); {mend}"
        _refuse(document, place, "", message)
    except yaml.YAMLError as error:
        words = " ".join(str(error).split())
        _refuse(document, Place(1, 1), "", f"is not valid YAML ({words}); look at the file's start")
    for place, location, message in builder.refused:
        _refuse(document, place, dotted(location, document.value), message)
    return document


class _StopError(Exception):
    """Ends the reading of a file after a mistake that makes the rest meaningless."""


def _refuse(document: Document, place: Place, name: str, message: str) -> None:
    document.problems.append(Problem(document.file, place.line, place.column, name, message))


class _Builder:
    """Turns a stream of YAML events into plain values, without recursion into hostile depth."""

    def __init__(self, document: Document, events: Iterator[Any]) -> None:
        self.document = document
        self.events = events
        self.refused: list[tuple[Place, Location, str]] = []

    def build(self) -> None:
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.stop(event, "a second document starts here; keep one document a file")
                self.document.value = self.node(next(self.events), ())
        if not documents:
            message = "the file is empty; restore its rows or delete the file"
            _refuse(self.document, Place(1, 1), "", message)

    def node(self, event: Any, location: Location) -> Any:
        if len(location) > MAX_DEPTH:
            self.stop(event, f"nests too deep; allowed: {MAX_DEPTH} levels; flatten it")
        self.unadorned(event, location)
        mark = event.start_mark
        place = Place(mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.ScalarEvent):
            plain = not event.style and event.implicit[0]
            place = Place(place.line, place.column, event.value if plain else None)
            self.document.places[location] = place
            return self.scalar(event.value, place, location) if plain else event.value
        self.document.places[location] = place
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(event, (*location, len(items))))
            return items
        return self.mapping(location)

    def unadorned(self, event: Any, location: Location) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            name = f"{'*' if isinstance(event, yaml.AliasEvent) else '&'}{printable(event.anchor)}"
            message = f"anchors and aliases are refused (found {name}); write the value out"
            self.stop(event, message, location)
        if event.tag and event.tag != "!":
            message = f"tags are refused (found {shown(event.tag)}); delete the tag"
            self.stop(event, message, location)

    def mapping(self, location: Location) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.stop(event, "a key has to be one word; write `name: value`", location)
            self.unadorned(event, location)
            key = event.value
            place = Place(event.start_mark.line + 1, event.start_mark.column + 1)
            inner = (*location, key)
            if not event.style and key.lower() in _BOOLEAN_TRAPS | {"<<"}:
                message = f"is a key that YAML reads in its own way (found {key}); put it in quotes"
                self.refuse(place, message, inner)
            if key in found:
                first = self.document.keys[inner].line
                message = (
                    f"the key stands twice (found {shown(key)}, first on line {first}); "
                    "keep one of the two"
                )
                self.refuse(place, message, inner)
                self.node(next(self.events), (*location, f"{key} (again, line {place.line})"))
                continue
            self.document.keys[inner] = place
            found[key] = self.node(next(self.events), inner)
        return found

    def scalar(self, text: str, place: Place, location: Location) -> Any:
        if text in {"", "~", "null", "Null", "NULL"}:
            return None
        if text in {"true", "false"}:
            return text == "true"
        if text.lower() in _BOOLEAN_TRAPS | {"true", "false"}:
            message = (
                f"is a word that YAML may read as true or false (found {text}); "
                f'write true or false, or put the word in quotes: "{text}"'
            )
            self.refuse(place, message, location)
            return text
        if _INTEGER.fullmatch(text):
            return int(text) if len(text) < 20 else text
        if _DECIMAL.fullmatch(text):
            return float(text)
        if _LEADING_ZERO.fullmatch(text):
            message = (
                f"starts with a zero (found {printable(text)}); "
                f'put it in quotes: "{printable(text)}"'
            )
            self.refuse(place, message, location)
            return text
        if _DATE.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                message = f"is no day of the calendar (found {text}); write it as YYYY-MM-DD"
                self.refuse(place, message, location)
        return text

    def refuse(self, place: Place, message: str, location: Location) -> None:
        # Rows are named by their `id`, which may stand below the mistake: name them at the end.
        self.refused.append((place, location, message))

    def stop(self, event: Any, message: str, location: Location = ()) -> None:
        mark = event.start_mark
        self.refuse(Place(mark.line + 1, mark.column + 1), message, location)
        raise _StopError


def dotted(location: Location, value: Any) -> str:
    """Return a location as a reader says it: rows by `id`, other items counted from 1."""
    words: list[str] = []
    for step in location:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            value = None
        if isinstance(step, int):
            name = value.get("id") if isinstance(value, dict) else None
            words.append(name if isinstance(name, str) else f"item {step + 1}")
        else:
            words.append(step)
    return ".".join(words)
