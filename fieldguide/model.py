"""What a data file may hold: one model for the checks, the editors' schema and the reference.

The docstring under each field is its description everywhere: in error messages, in the JSON Schema
that editors read, and on the reference page.
"""

import re
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import pairwise
from string import Formatter
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

# --------------------------------------------------------------------------------------- words


class Vocabulary(StrEnum):
    """A closed list of words, each with its meaning."""

    meaning: str

    def __new__(cls, word: str, meaning: str) -> Self:
        member = str.__new__(cls, word)
        member._value_ = word
        member.meaning = meaning
        return member

    @classmethod
    def _read(cls, value: object) -> Self:
        for member in cls:
            if value == member.value and isinstance(value, str):
                return member
        raise PydanticCustomError("vocabulary", "is not a word of this list", {"words": cls})

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._read)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "type": "string",
            "oneOf": [{"const": member.value, "description": member.meaning} for member in cls],
        }


class Support(Vocabulary):
    """How a framework supports a capability, the best first."""

    BUILT_IN = "built-in", "part of the framework's own package, or of what it always installs"
    OFFICIAL = "official", "an extra or a package by the framework's own project"
    THIRD_PARTY = "third-party", "a package by somebody else that its users reach for"
    NONE = "none", "no package to name: it is written by hand, or cannot be done"


class Group(Vocabulary):
    """What part of the work a capability or a topic belongs to, in the order of the pages."""

    REQUESTS = "requests", "from a request to its answer"
    STRUCTURE = "structure", "how an application is put together"
    DATA = "data", "databases, queries and caches"
    IDENTITY = "identity", "who is asking, and what they may do"
    WORK = "work", "what happens beside the answer"
    SITE = "site", "API documents, admin, languages"
    PRODUCTION = "production", "how it runs in earnest"


class SourceKind(Vocabulary):
    """What kind of evidence a source is."""

    DOCUMENTATION = "documentation", "the project's own documentation or website"
    RELEASE_NOTES = "release notes", "the project's own changelog or release notes"
    CODE = "source code", "the project's own code or package metadata"
    MEASUREMENT = "measurement", "measured or run here, by the method that the source states"
    DISCUSSION = "discussion", "an issue, a proposal or a maintainer's answer"
    ARTICLE = "article", "somebody else's text"
    CLAIM = "claim", "a document whose claims this site checks"


class Need(Vocabulary):
    """What a topic's application needs beside its framework."""

    DATABASE = "database", "a database at DATABASE_URL"
    POSTGRESQL = "postgresql", "its contract also runs on PostgreSQL"
    POSTGRESQL_ONLY = "postgresql_only", "a PostgreSQL at DATABASE_URL, and nothing else there"
    UPLOADS = "uploads", "a folder at UPLOAD_DIR"
    REDIS = "redis", "a Redis at REDIS_URL"
    SMTP = "smtp", "a mail server at SMTP_HOST and SMTP_PORT"
    UPSTREAM = "upstream", "another service at UPSTREAM_URL"


class Owner(Vocabulary):
    """Whose code a stage on a request's way is."""

    SERVER = "server", "the server's, whichever it is"
    FRAMEWORK = "framework", "the framework's"
    YOURS = "yours", "written by whoever writes the application"


class ServeKind(Vocabulary):
    """Which of a framework's commands starts a topic."""

    PRODUCTION = "production", "the framework's usual production command"
    ASGI = "asgi", "the framework's command for an ASGI server"


class Measure(Vocabulary):
    """What a published figure states."""

    RATE = "rate", "work done in a second"
    LATENCY = "latency", "mean time, or an unnamed one"
    P50 = "p50", "the median time of an answer"
    P99 = "p99", "its 99th percentile"
    MEMORY = "memory", "memory under load"
    IDLE_MEMORY = "idle memory", "memory at rest"
    PEAK_MEMORY = "peak memory", "the most memory held"
    CPU = "cpu", "processor use"
    START = "start", "time to start"
    IMAGE = "image", "size of a container image"
    CONNECTIONS = "connections", "connections at once"
    COST = "cost", "money for servers"
    FACTOR = "factor", "a multiple of another system"
    SAVING = "saving", "the share saved"
    EFFORT = "effort", "time that people spend"
    UPTIME = "uptime", "share of time in service"
    COUNT = "count", "requests of a run"
    DURATION = "duration", "length of a run"
    SCORE = "score", "points or stars"


class Unit(Vocabulary):
    """The unit of a published figure."""

    REQUESTS = "requests/s", "requests a second"
    MESSAGES = "messages/s", "messages a second"
    QUERIES = "queries/s", "database queries a second"
    MILLISECONDS = "ms", "milliseconds"
    SECONDS = "s", "seconds"
    MINUTES = "min", "minutes"
    HOURS = "hours", "hours"
    DAYS = "days", "days"
    WEEKS = "weeks", "weeks"
    MEGABYTES = "MB", "megabytes"
    GIGABYTES = "GB", "gigabytes"
    PERCENT = "%", "per cent"
    TIMES = "times", "a factor"
    DOLLARS = "dollars/month", "US dollars a month"
    CONNECTIONS = "connections", "open connections"
    REQUEST_COUNT = "requests", "requests"
    POINTS = "points", "points of ten"
    STARS = "stars", "stars of five"


_SCALES: dict[Unit, tuple[str, float]] = {
    Unit.MILLISECONDS: ("time", 1e-3),
    Unit.SECONDS: ("time", 1.0),
    Unit.MINUTES: ("time", 60.0),
    Unit.HOURS: ("time", 3600.0),
    Unit.DAYS: ("time", 86_400.0),
    Unit.WEEKS: ("time", 604_800.0),
    Unit.MEGABYTES: ("size", 1.0),
    Unit.GIGABYTES: ("size", 1000.0),
}
"""What units measure, and how many seconds or megabytes they are."""


def scale(unit: Unit) -> tuple[str, float]:
    """Return what a unit measures and how much of it; a unit of its own measures itself, once."""
    return _SCALES.get(unit, (unit.value, 1.0))


class Working(Vocabulary):
    """How a published figure follows from others of its document."""

    RATIO = "ratio", "the first figure divided by the second"
    SAVING = "saving", "how much smaller the first figure is than the second, in per cent"
    WEIGHTED = "weighted", "the sum of the figures, each times its weight"


# --------------------------------------------------------------------------------------- values


@dataclass(frozen=True, eq=False)  # by identity, because annotations have to be hashable
class _Checked:
    """Makes a plain function the check of a field, and says what editors shall know of it."""

    check: Callable[[object], Any]
    schema: dict[str, Any]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return self.schema


# Control characters, line breaks and the marks that reverse the direction of text.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def _text(limit: int) -> _Checked:
    def check(value: object) -> str:
        if not isinstance(value, str):
            raise PydanticCustomError("text", "has to be text")
        if not value.strip():
            raise PydanticCustomError("empty", "is empty")
        if len(value) > limit:
            raise PydanticCustomError("long", "is too long", {"limit": limit, "size": len(value)})
        if bad := _UNPRINTABLE.search(value):
            code = f"U+{ord(bad[0]):04X}"
            raise PydanticCustomError("unprintable", "holds a control character", {"code": code})
        return value

    return _Checked(check, {"type": "string", "minLength": 1, "maxLength": limit})


def _slug(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*", value):
        raise PydanticCustomError("slug", "is not a plain identifier")
    if len(value) > 60:
        raise PydanticCustomError("long", "is too long", {"limit": 60, "size": len(value)})
    return value


def _topic_id(value: object) -> str:
    word = _slug(value)
    if word in sys.stdlib_module_names or "-" in word:
        raise PydanticCustomError("module", "cannot be the name of a snippet's module")
    return word


# What has to be percent-encoded in an address, and the quotes.
_UNQUOTED = re.compile(r"[<>\"'`{}|\\^\[\]]").search


def _url(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"[!-~]{1,300}", value) and not _UNQUOTED(value):
        parts = urlsplit(value)
        if parts.scheme == "https" and parts.hostname and "." in parts.hostname:
            return value
    raise PydanticCustomError("url", "is not an address this site may link to")


def _past_day(value: object) -> date:
    if type(value) is not date:
        raise PydanticCustomError("day", "has to be a day")
    if value > datetime.now(UTC).date():
        raise PydanticCustomError("future", "lies in the future")
    return value


def _month(value: object) -> str:
    if type(value) is date:
        return value.isoformat()
    if isinstance(value, str) and re.fullmatch(r"[12][0-9]{3}-(?:0[1-9]|1[0-2])", value):
        return value
    raise PydanticCustomError("month", "has to be a day or a month")


def _python(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"3\.[1-9][0-9]?", value):
        return value
    raise PydanticCustomError("python", "has to be a Python version")


def _command(value: object) -> str:
    text: str = _text(300).check(value)
    try:
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        shlex.split(text)
    except ValueError:
        names = {""}
    if names - {"module", "port", "topic"}:
        raise PydanticCustomError("command", "is not a command that can be filled in and run")
    return text


def _variable(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z][A-Z0-9_]{0,59}", value):
        raise PydanticCustomError("variable", "is not the name of an environment variable")
    return value


_SLUG: dict[str, Any] = {"type": "string", "pattern": "^[a-z][a-z0-9]*([_-][a-z0-9]+)*$"}
_DAY: dict[str, Any] = {"type": "string", "format": "date"}

Word = Annotated[str, _text(60)]
"""A name: up to 60 characters on one line."""
Text = Annotated[str, _text(400)]
"""A sentence or two: up to 400 characters on one line; `backticks` mark code, nothing else does."""
Command = Annotated[str, _Checked(_command, {"type": "string", "minLength": 1, "maxLength": 300})]
"""A shell command on one line; `{port}`, `{module}` and `{topic}` are filled in."""
Variable = Annotated[str, _Checked(_variable, {"type": "string", "pattern": "^[A-Z][A-Z0-9_]*$"})]
"""The name of an environment variable: capital letters, digits and underscores."""
Slug = Annotated[str, _Checked(_slug, _SLUG)]
"""An identifier: lower-case letters, digits, hyphens and underscores."""
TopicId = Annotated[str, _Checked(_topic_id, _SLUG)]
"""A topic's identifier: a slug that may name a module, so none of the standard library's names."""
Url = Annotated[str, _Checked(_url, {"type": "string", "pattern": "^https://"})]
"""An `https://` address."""
PastDay = Annotated[date, _Checked(_past_day, _DAY)]
"""A day that is not in the future, YYYY-MM-DD."""
Month = Annotated[
    str, _Checked(_month, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$"})
]
"""A day or, where only that is known, a month: YYYY-MM-DD or YYYY-MM."""
PythonVersion = Annotated[str, _Checked(_python, {"type": "string", "pattern": r"^3\.[0-9]+$"})]
"""A Python version such as "3.11", in quotes."""


class Row(BaseModel):
    """What all rows share: unknown fields are refused, nothing is converted, nothing changes."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True
    )


# --------------------------------------------------------------------------------------- evidence


class Sourced(Row):
    """Something that is known from a source."""

    source: Slug
    """Which source says so: an `id` of `data/sources.yml`."""
    checked: PastDay
    """The day on which somebody last compared this with the source, YYYY-MM-DD."""


class Evidenced(Row):
    """Something that names what it rests on: a contract, a source, or its being an opinion."""

    proof: TopicId | None = None
    """The topic whose contract proves it: an `id` of `data/topics.yml`."""
    source: Slug | None = None
    """Which source says so: an `id` of `data/sources.yml`; goes with `checked`."""
    checked: PastDay | None = None
    """The day on which somebody last compared this with the source, YYYY-MM-DD."""
    opinion: bool = False
    """True if this is our judgement and neither a test nor a source decides it."""

    @model_validator(mode="after")
    def _names_its_evidence(self) -> Self:
        if self.source and not self.checked:
            raise PydanticCustomError("evidence", "names a source but not when it was checked")
        if self.checked and not self.source:
            raise PydanticCustomError("evidence", "says when it was checked but names no source")
        if not (self.proof or self.source or self.opinion):
            raise PydanticCustomError("evidence", "names no evidence")
        if self.opinion and (self.proof or self.source):
            raise PydanticCustomError("evidence", "says opinion although it names evidence")
        return self


# --------------------------------------------------------------------------------------- sources


class Source(Row):
    """A source that rows of the other files, or pages, refer to by its `id`."""

    id: Slug
    """The name by which rows refer to it; the file is sorted by it."""
    title: Text
    """What a reader sees as the link."""
    publisher: Word
    """Who wrote or published it."""
    kind: SourceKind
    """What kind of evidence it is."""
    url: Url | None = None
    """Where it can be read; left out for what was measured here."""
    method: Text | None = None
    """For a measurement: how it was made, so that anyone can repeat it."""

    @model_validator(mode="after")
    def _can_be_followed(self) -> Self:
        if self.kind is SourceKind.MEASUREMENT and not self.method:
            raise PydanticCustomError("evidence", "is a measurement without a method")
        if self.kind is not SourceKind.MEASUREMENT and not self.url:
            raise PydanticCustomError("evidence", "has no address to read it at")
        return self


# --------------------------------------------------------------------------------------- frameworks


class Fact(Sourced):
    """One fact of a framework."""

    value: Text
    """The fact, as a reader reads it."""


class Release(Sourced):
    """A release."""

    version: Word
    """The version, in quotes: "3.1.3"."""
    date: PastDay
    """The day it was released, YYYY-MM-DD."""


class Install(Sourced):
    """The size of a minimal installation, without compiled bytecode."""

    packages: Annotated[int, Field(ge=1, le=500)]
    """How many packages are installed, the framework itself included."""
    megabytes: Annotated[float, Field(gt=0, le=5000)]
    """Size on disk in megabytes of 1,000,000 bytes."""
    note: Text | None = None
    """What the number leaves out, such as a server."""


class Branch(Sourced):
    """A release series and how long it is supported."""

    name: Word
    """The series, such as "5.2 LTS"."""
    released: PastDay
    """The day of its first release."""
    fixes_until: Month | None = None
    """The end of ordinary bug fixes; left out where nobody promises a date."""
    security_until: Month | None = None
    """The end of security fixes; left out where nobody promises a date."""
    note: Text | None = None
    """What the dates do not say."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = [self.released.isoformat(), self.fixes_until, self.security_until]
        known = [day for day in days if day]
        if any(a[:7] > b[:7] for a, b in pairwise(known)):
            raise PydanticCustomError("order", "has dates out of order")
        return self


class Facts(Row):
    """What the box at the top of a guide says."""

    first_release: Fact
    """When it was first published."""
    licence: Fact
    """Its licence, by SPDX identifier."""
    python: Fact
    """Which Python versions its current release supports."""
    maintainer: Fact
    """Who maintains it."""
    rhythm: Fact
    """How often it is released."""
    support: Fact
    """What it promises about support and breaking changes."""
    interface: Fact
    """How it meets its server: WSGI, ASGI, its own."""


class Stage(Row):
    """One stage on the way of a request through a framework."""

    name: Word
    """What it is called."""
    by: Owner
    """Whose code it is."""
    does: Text
    """What happens there, in a sentence."""
    both_ways: bool = False
    """True if the answer passes it again on its way back."""


class Journey(Sourced):
    """The way of a request through a framework; a guide draws it and says it in words."""

    stages: Annotated[list[Stage], Field(min_length=3, max_length=9)]
    """The stages, in the order in which a request meets them."""


class Serve(Row):
    """The commands that start a topic; pages show them, tests and benchmarks run them.

    They run in `snippets/<framework>/`; `{topic}` is the topic's id, `{module}` its main module
    (`<topic>` for a file, `<topic>.app` for a folder) and `{port}` a port.
    """

    production: Command
    """As its documentation deploys it, with one process."""
    development: Command
    """With reloading, for somebody who writes code."""
    asgi: Command | None = None
    """On an ASGI server, where `production` is WSGI."""
    prepare: Command | None = None
    """What has to run first for a topic that needs a database."""
    env: dict[Variable, Command] = {}
    """Environment variables that the commands need."""


class Framework(Row):
    """A framework: who it is, what is promised about it, how it is started."""

    id: Slug
    """Its short name in files, addresses and cells."""
    name: Word
    """Its name as its own project writes it."""
    short: Word
    """Its name where space is scarce, such as a table's head."""
    position: Annotated[int, Field(ge=1, le=99)]
    """Its place wherever frameworks stand in a row, from 1."""
    summary: Text
    """What it is, in one sentence that a newcomer understands."""
    website: Url
    """The address of its documentation."""
    repository: Url
    """The address of its source code."""
    packages: Annotated[list[Word], Field(min_length=1)]
    """Installed packages whose versions "tested on" lines show, the framework itself first."""
    current: Annotated[list[Release], Field(min_length=1)]
    """The releases in force, the newest first."""
    facts: Facts
    """What the box at the top of its guide says."""
    install: Install
    """The size of a minimal installation."""
    branches: Annotated[list[Branch], Field(min_length=1)]
    """Release series that are supported or lately were, the newest first."""
    request: Journey
    """How a request travels through it."""
    serve: Serve
    """How its topics are started."""


# --------------------------------------------------------------------------------------- tables


class Cell(Evidenced):
    """How one framework supports one capability."""

    support: Support
    """How it is supported."""
    how: Text | None = None
    """By which package or part, and since when."""
    caveat: Text | None = None
    """What a reader should know before relying on it."""


class Feature(Row):
    """A capability: one row of the comparison matrix."""

    id: Slug
    """Its short name in addresses and on pages."""
    name: Word
    """Its name as a reader would say it."""
    group: Group
    """The part of the work it belongs to; rows of a group stand together."""
    question: Text
    """The question that the row answers."""
    cells: dict[Slug, Cell]
    """One cell for each framework of `data/frameworks/`."""


class TraitCell(Evidenced):
    """What is said of one framework in one row of the trait table."""

    text: Text
    """The statement, as short as it can be said."""


class Trait(Row):
    """A descriptive row of the comparison, such as philosophy or learning curve."""

    id: Slug
    """Its short name in addresses."""
    name: Word
    """Its name as a reader would say it."""
    question: Text
    """The question that the row answers."""
    cells: dict[Slug, TraitCell]
    """One cell for each framework of `data/frameworks/`."""


# --------------------------------------------------------------------------------------- topics


class TopicCell(Row):
    """What is special about one topic in one framework."""

    see: Slug | None = None
    """For an empty cell: the framework whose snippet answers for this one."""
    reason: Text | None = None
    """For an empty cell: why there is no snippet, in words that help a reader."""
    serve: ServeKind = ServeKind.PRODUCTION
    """Which of the framework's commands starts the snippet."""
    server: Command | None = None
    """A command that starts it, where none of the framework's own would do."""
    commands: dict[Slug, Command] = {}
    """The command for each name under the topic's `commands`."""
    packages: list[Word] = []
    """Packages that it needs beside the framework and its server."""
    why: Text | None = None
    """Why these packages, if there was a choice."""

    @model_validator(mode="after")
    def _empty_or_not(self) -> Self:
        if self.see and not self.reason:
            raise PydanticCustomError("reason", "points to another framework without a reason")
        if self.reason and (self.packages or self.why or self.commands or self.server):
            raise PydanticCustomError(
                "reason", "gives a reason for having no snippet, and packages or commands"
            )
        return self


class Topic(Row):
    """A piece of work that every framework has to do, with one contract for all."""

    id: TopicId
    """Its name: of the snippet's file, of the contract's file, of the page."""
    name: Word
    """Its name as a reader would say it."""
    group: Group
    """The part of the work it belongs to; topics of a group stand together."""
    question: Text
    """The question that a reader brings."""
    shows: Annotated[list[Text], Field(min_length=1)]
    """What its contract proves, a sentence each."""
    needs: list[Need] = []
    """What its applications need beside the framework."""
    commands: dict[Slug, Text] = {}
    """Commands beside the server's: a name, and what it does. Each snippet's cell spells it out."""
    optional_commands: list[Slug] = []
    """Those of the commands that a framework may do without; its cell then leaves them out."""
    outputs: dict[Slug, Text] = {}
    """What its contract writes down and pages show: a name, and a caption. The text itself lies
    beside each snippet as `<topic>.<name>.txt`; `make outputs` renews it."""
    cells: dict[Slug, TopicCell] = {}
    """Frameworks for which something has to be said; the others simply have a snippet."""


class Tested(Row):
    """What the contracts were last run on, on one Python version; written by `make record`."""

    python: PythonVersion
    """The Python version, such as "3.11"."""
    recorded: PastDay
    """The day on which all contracts passed."""
    packages: dict[Slug, Word]
    """The version of each installed package that a framework or a topic names."""
    topics: list[TopicId]
    """The topics whose contracts passed."""


# --------------------------------------------------------------------------------------- claims


class Conditions(Row):
    """What a publication says of the circumstances of a measurement; what it leaves out is null."""

    connections: Annotated[int, Field(ge=1)] | None = None
    """How many connections or users were active at once."""
    cores: Annotated[int, Field(ge=1)] | None = None
    """Processor cores of the machine."""
    workers: Annotated[int, Field(ge=1)] | None = None
    """Server processes, each of which uses one core at most."""
    gigabits: Annotated[float, Field(gt=0)] | None = None
    """The speed of the network link, in gigabits a second."""
    hardware: Text | None = None
    """The machine, in words."""
    generator: Text | None = None
    """What sent the load."""
    line: Annotated[int, Field(ge=1)]
    """The line of the document that begins to say so."""


class SetAside(Row):
    """Numbers of a document that look like figures of performance and are none."""

    lines: Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=1)]
    """The lines on which they stand; what the ledger takes from these lines is not meant."""
    why: Text
    """Why they are no claims."""


class Publication(Row):
    """A document whose figures the ledger holds."""

    id: Slug
    """Its short name in files, addresses and claims."""
    number: Annotated[str, _text(3)]
    """Its number among the documents that this guide started from, in quotes: "000"."""
    title: Word
    """What a reader calls it."""
    source: Slug
    """Where it can be read: an `id` of `data/sources.yml`."""
    about: Text
    """What is known of its method, in a sentence or two."""
    sha256: Annotated[str, _text(64)]
    """The digest of the text that was read, by which a reader can compare their own."""
    lines: Annotated[int, Field(ge=1)]
    """How many lines that text has."""
    figures: Annotated[int, Field(ge=0)]
    """How many figures of it the ledger holds; `check` counts them."""
    systems: dict[Slug, Word] = {}
    """What it compares beside the frameworks of this guide: a short name, and the name on pages."""
    conditions: dict[Slug, Conditions] = {}
    """Circumstances that several of its figures share, by a name."""
    set_aside: list[SetAside] = []
    """Its numbers that are no claims, with the reason."""


class Figure(Row):
    """One published number."""

    line: Annotated[int, Field(ge=1)]
    """The line of the document on which it stands."""
    said: Word
    """The number as it is spelled there, without its unit."""
    value: Annotated[float, Field(ge=0)]
    """What that says; of a range, its lower end."""
    up_to: Annotated[float, Field(gt=0)] | None = None
    """The upper end of a range."""
    unit: Unit | None = None
    """Its unit, where it differs from the claim's."""


class Derived(Row):
    """How a figure follows from others, if it does."""

    working: Working
    """What is done with them."""
    of: Annotated[list[Word], Field(min_length=2)]
    """The figures: `claim` for the same system, or `claim/system`."""
    weights: list[Annotated[float, Field(ge=0)]] = []
    """For a weighted sum: the weight of each."""


class Claim(Row):
    """One quantity that a publication states for one system or for several."""

    id: Slug
    """Its name, which never changes: the publication's id, and what is stated."""
    publication: Slug
    """Which document states it: an `id` of `data/publications.yml`."""
    place: Text
    """Where in the document: heading, table, row or column."""
    what: Text
    """What is said to have been measured, in our words."""
    scenario: Slug | None = None
    """The scenario of the benchmarks here that does the same work, or the nearest to it."""
    lighter: bool = False
    """True if the scenario is lighter than the work, as far as that is known: only order counts."""
    measure: Measure
    """What kind of figure it is."""
    unit: Unit
    """Its unit."""
    conditions: Slug | None = None
    """Under which of the publication's `conditions` it was measured, if it says."""
    connections: Annotated[int, Field(ge=1)] | None = None
    """How many connections were active, where its row says so."""
    payload: Annotated[int, Field(ge=1)] | None = None
    """How many bytes each unit of work moves over the network in one direction, at least."""
    hashes: bool = False
    """True if each request has to verify a password."""
    latency: Slug | None = None
    """The claim that gives the latency of the same test."""
    quantity: Slug | None = None
    """A name that claims about the same quantity share, in one document or in several."""
    least: Annotated[float, Field(gt=0)] | None = None
    """The least value that the publication's own code can give; `note` says why."""
    most: Annotated[float, Field(gt=0)] | None = None
    """The greatest value that the publication's own code can give; `note` says why."""
    derived: Derived | None = None
    """How it follows from other figures of the document."""
    figures: Annotated[dict[Slug, Figure], Field(min_length=1)]
    """The figures by system: a framework of `data/frameworks/`, or a word of `systems`."""
    note: Text | None = None
    """What a reader has to know to judge it."""
    source: Slug | None = None
    """What the note rests on, beside the document itself: an `id` of `data/sources.yml`."""
