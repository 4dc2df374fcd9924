"""What is measured: scenarios, rows, and how much of it a smoke run and a full run take."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bench import others, workloads
from bench.workloads import Workload
from fieldguide import serving
from fieldguide.benchmarks import LoadKind, RowKind, Track
from fieldguide.catalogue import Catalogue
from fieldguide.model import Need, ServeKind, Topic

ROOT = Path(__file__).resolve().parent.parent

ALL_LOADS = (LoadKind.SATURATION, LoadKind.FIXED, LoadKind.HALF, LoadKind.MOST)


@dataclass(frozen=True)
class Scenario:
    """One kind of work that every row is given."""

    id: str
    name: str
    question: str
    topic: str
    """The topic whose snippets do the work."""
    request: str
    workload: type[Workload]
    unit: str = "request"
    baseline: str = "flask-gthread"
    connections: int = 32
    fixed_rate: float | None = None
    """Requests a second of the load `fixed`; every row has to be able to serve it."""
    loads: tuple[LoadKind, ...] = ALL_LOADS
    stretch: int = 1
    """How many times as long as others its loads and its warm-up last."""
    most: int = 1_000_000
    """How many requests one load has at most."""
    rows: tuple[str, ...] = ()
    """The rows that take part beside frameworks, such as floors."""
    only: tuple[str, ...] = ()
    """The only rows that take part, if not all frameworks do."""

    @property
    def warms_up(self) -> bool:
        """Whether a load that does not count comes first; users begin one by one instead."""
        return LoadKind.USERS not in self.loads


FLOORS = ("raw-wsgi", "raw-asgi")
OTHERS = ("covetpy", "node", "express")

SCENARIOS = {
    scenario.id: scenario
    for scenario in (
        Scenario(
            "hello", "Hello", "What does a request cost that asks for next to nothing?",
            "hello", "GET / answers a text of 14 bytes", workloads.Hello,
            fixed_rate=1000, rows=FLOORS + OTHERS,
        ),
        Scenario(
            "json", "Small JSON", "What do a typed path part and a small JSON answer cost?",
            "routing", "GET /books/7 answers the number and its address as JSON",
            workloads.SmallJson, fixed_rate=1000, rows=FLOORS + OTHERS,
        ),
        Scenario(
            "items", "Items", "What does reading and writing rows cost, from address to table?",
            "items_api", "/items: of nine requests 3 list, 2 create, 2 get, 1 replaces, 1 deletes",
            workloads.Items, connections=8, fixed_rate=50,
            loads=(LoadKind.SATURATION, LoadKind.FIXED),
        ),
        Scenario(
            "relations", "Join", "What do twenty books with their authors cost, joined?",
            "relations", "GET /books/eager", workloads.Relations, connections=16,
            loads=(LoadKind.SATURATION,),
        ),
        Scenario(
            "upload", "Upload", "What does it cost to store a file of 10 MB?",
            "file_upload", "POST /covers, a multipart form with a file of 10 MB",
            workloads.Upload, unit="upload", connections=2, most=60,
            loads=(LoadKind.SATURATION,),
        ),
        Scenario(
            "echo", "WebSocket echo", "What does a message cost that comes back?",
            "websocket_echo", "a message of 1,024 bytes over a WebSocket", workloads.Echo,
            unit="message", baseline="fastapi-uvicorn", connections=4, fixed_rate=500,
            loads=(LoadKind.SATURATION, LoadKind.FIXED), rows=("socketio",),
        ),
        Scenario(
            "room", "WebSocket room", "What does a message cost that four members hear?",
            "websocket_room", "a message of 128 bytes to a room of four", workloads.Room,
            unit="message", baseline="fastapi-uvicorn", connections=4,
            loads=(LoadKind.SATURATION,),
        ),
        Scenario(
            "cache", "Cache hit", "What does an answer cost that lies in Redis?",
            "cache", "GET /books/1, which an earlier reader has caused", workloads.CacheHit,
            connections=16, loads=(LoadKind.SATURATION,),
        ),
        Scenario(
            "pool", "Connection pool", "What do more connections to PostgreSQL change?",
            "connection_pool", "GET /report, whose query waits for 150 ms; a pool of 5 connections",
            workloads.Report, baseline="fastapi-uvicorn", connections=16,
            loads=(LoadKind.SATURATION,), only=("fastapi-uvicorn", "fastapi-pool"),
        ),
        Scenario(
            "prediction", "Prediction", "What does a framework add to half a second of work?",
            "blocking_work", "GET /books/7/prediction", workloads.Prediction, unit="prediction",
            connections=2, loads=(LoadKind.SATURATION,),
        ),
        Scenario(
            "board-list", "Board: list", "What does a page of posts cost?",
            "board", "GET /posts?per_page=20, out of 1,000", workloads.BoardList,
            connections=16, loads=(LoadKind.SATURATION,),
        ),
        Scenario(
            "board-search", "Board: search", "What does a search through 1,000 posts cost?",
            "board", "GET /posts?q=number&per_page=20", workloads.BoardSearch,
            connections=16, loads=(LoadKind.SATURATION,),
        ),
        Scenario(
            "board-detail", "Board: detail", "What does one post cost?",
            "board", "GET /posts/<id>", workloads.BoardDetail,
            connections=16, loads=(LoadKind.SATURATION,),
        ),
        Scenario(
            "board-create", "Board: create", "What does it cost to write a post?",
            "board", "POST /posts, by an author who is logged in", workloads.BoardCreate,
            connections=8, loads=(LoadKind.SATURATION,),
        ),
        Scenario(
            "board-login", "Board: login", "What does a login cost beside its hash?",
            "board", "POST /login; Argon2id at 19 MiB and two passes", workloads.BoardLogin,
            unit="login", connections=4, loads=(LoadKind.SATURATION,),
        ),
        Scenario(
            "board-authors", "Board: join", "What do 100 authors cost, joined with their posts?",
            "board", "GET /authors?limit=100", workloads.BoardAuthors,
            connections=8, loads=(LoadKind.SATURATION,),
        ),
        Scenario(
            "users", "Users", "What do fifty people at work on items feel of the framework?",
            "items_api", "/items: users list (3), create (2), read (2), replace (1) and delete (1) "
            "items, with pauses of one to three seconds", workloads.Items, connections=50,
            loads=(LoadKind.USERS,), stretch=15,
        ),
    )
}  # fmt: skip
"""Every scenario, in the order of the pages."""


Factors = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Row:
    """One thing that is measured: an application on a server, with its options."""

    id: str
    name: str
    server: str
    interface: Literal["WSGI", "ASGI", "own"]
    tracks: tuple[Track, ...]
    factors: Factors
    """What else makes a difference, by name.

    A topic whose page gives a command of its own is measured by that command, which may set other
    options, such as more threads for WebSockets; each cell's file says which command it was.
    """
    framework: str | None = None
    """The framework whose snippets it serves."""
    kind: RowKind = RowKind.FRAMEWORK
    command: str | None = None
    """What starts it, where that is not the command of the framework's page."""
    serves: ServeKind | None = None
    """For a framework with two interfaces: the topics whose page uses this one are its own."""
    topics: tuple[str, ...] = ()
    """The topics that it can serve, if not all of the framework's."""
    packages: tuple[str, ...] = ()
    """What its installation consists of, beside what these packages need in turn."""
    env: Factors = ()
    """Variables that its command needs beside those of its framework."""
    home: str = ""
    """The environment of its own in which it runs: covet, node; see bench/others/."""
    workload: type[Workload] | None = None
    """How the scenario's work is asked of it, where it is asked in another way."""
    instead_of: str | None = None
    """The row that differs from it by one factor alone: what the two say tells its cost."""
    absent: str | None = None
    how_to_add: str | None = None


_THREADS = (("workers", "1"), ("threads", "4"), ("access_log", "no"))
_SYNC = (("workers", "1"), ("threads", "1"), ("access_log", "no"))
_LOOP = (("workers", "1"), ("access_log", "no"))
_LOGGED = (("workers", "1"), ("access_log", "yes"))
_BOTH = (Track.DOCUMENTED, Track.FAMILY)
_DOCUMENTED, _FAMILY, _ABLATION = (Track.DOCUMENTED,), (Track.FAMILY,), (Track.ABLATION,)
_GUNICORN = "gunicorn --bind 127.0.0.1:{port} "
_UVICORN = "uvicorn --no-access-log --port {port} "
_WSGI = '"django.core.wsgi:get_wsgi_application()"'
_SMALL = ("hello", "routing")
_ON_GUNICORN, _ON_UVICORN = ("gunicorn",), ("uvicorn", "uvloop", "httptools")
_ADD = "Add a command to bench/plan.py and an application that holds the contract to bench/others/."


def _factor(factors: Factors, name: str, value: str) -> Factors:
    """Return factors with one of them changed or added."""
    return tuple((dict(factors) | {name: value}).items())


ROWS = {
    row.id: row
    for row in (
        Row("django-gthread", "Django", "gunicorn gthread", "WSGI", _BOTH, _THREADS, "django",
            serves=ServeKind.PRODUCTION, packages=("django", *_ON_GUNICORN)),
        Row("django-asgi", "Django on ASGI", "uvicorn", "ASGI", _FAMILY, _LOOP, "django",
            command=_UVICORN + "--factory django.core.asgi:get_asgi_application",
            topics=_SMALL, packages=("django", *_ON_UVICORN), instead_of="django-gthread"),
        Row("django-channels", "Django with Channels", "uvicorn", "ASGI", _DOCUMENTED, _LOGGED,
            "django", serves=ServeKind.ASGI, packages=("django", "channels", *_ON_UVICORN)),
        Row("drf-gthread", "Django REST framework", "gunicorn gthread", "WSGI", _BOTH, _THREADS,
            "drf", serves=ServeKind.PRODUCTION, packages=("djangorestframework", *_ON_GUNICORN)),
        Row("flask-gthread", "Flask", "gunicorn gthread", "WSGI", _BOTH, _THREADS, "flask",
            packages=("flask", *_ON_GUNICORN)),
        Row("fastapi-uvicorn", "FastAPI", "uvicorn", "ASGI", _DOCUMENTED, _LOGGED, "fastapi",
            packages=("fastapi", *_ON_UVICORN)),
        Row("fastapi-quiet", "FastAPI, no access log", "uvicorn", "ASGI", _FAMILY, _LOOP, "fastapi",
            command=_UVICORN + "{module}:app", topics=_SMALL, packages=("fastapi", *_ON_UVICORN),
            instead_of="fastapi-uvicorn"),
        Row("tornado", "Tornado", "its own", "own", _DOCUMENTED, _LOGGED, "tornado",
            packages=("tornado",)),
        Row("tornado-quiet", "Tornado, no access log", "its own", "own", _FAMILY, _LOOP, "tornado",
            command="python -m {module} --port={port} --logging=warning", topics=_SMALL,
            packages=("tornado",), instead_of="tornado"),
        Row("sanic", "Sanic", "its own", "own", _DOCUMENTED, _LOOP, "sanic", packages=("sanic",)),
        Row("sanic-uvicorn", "Sanic on uvicorn", "uvicorn", "ASGI", _FAMILY, _LOOP, "sanic",
            command=_UVICORN + "{module}:app", topics=_SMALL, packages=("sanic", *_ON_UVICORN),
            instead_of="sanic"),

        Row("raw-wsgi", "WSGI alone", "gunicorn gthread", "WSGI", _FAMILY, _THREADS,
            kind=RowKind.FLOOR, packages=_ON_GUNICORN,
            command=_GUNICORN + "--threads 4 bench.floors.raw_wsgi:app"),
        Row("raw-asgi", "ASGI alone", "uvicorn", "ASGI", _FAMILY, _LOOP, kind=RowKind.FLOOR,
            packages=_ON_UVICORN, command=_UVICORN + "bench.floors.raw_asgi:app"),

        Row("django-sync", "Django, sync worker", "gunicorn sync", "WSGI", _ABLATION, _SYNC,
            "django", command=_GUNICORN + _WSGI, topics=_SMALL,
            packages=("django", *_ON_GUNICORN), instead_of="django-gthread"),
        Row("flask-sync", "Flask, sync worker", "gunicorn sync", "WSGI", _ABLATION, _SYNC, "flask",
            command=_GUNICORN + "{module}:app", topics=_SMALL, packages=("flask", *_ON_GUNICORN),
            instead_of="flask-gthread"),
        Row("flask-workers", "Flask, two workers", "gunicorn gthread", "WSGI", _ABLATION,
            _factor(_THREADS, "workers", "2"), "flask", topics=("routing",),
            command=_GUNICORN + "--workers 2 --threads 4 {module}:app",
            packages=("flask", *_ON_GUNICORN), instead_of="flask-gthread"),
        Row("django-bare", "Django, no middleware", "gunicorn gthread", "WSGI", _ABLATION,
            _factor(_THREADS, "middleware", "none"), "django", topics=("routing",),
            command=_GUNICORN + "--threads 4 " + _WSGI, packages=("django", *_ON_GUNICORN),
            env=(("DJANGO_SETTINGS_MODULE", "bench.ablations.django_bare"),),
            instead_of="django-gthread"),
        Row("django-default", "Django, a new project's middleware", "gunicorn gthread", "WSGI",
            _ABLATION, _factor(_THREADS, "middleware", "of a new project"), "django",
            topics=("routing",), command=_GUNICORN + "--threads 4 " + _WSGI,
            packages=("django", *_ON_GUNICORN),
            env=(("DJANGO_SETTINGS_MODULE", "bench.ablations.django_default"),),
            instead_of="django-gthread"),
        Row("django-debug", "Django, DEBUG on", "gunicorn gthread", "WSGI", _ABLATION,
            _factor(_THREADS, "debug", "yes"), "django", topics=("routing",),
            command=_GUNICORN + "--threads 4 " + _WSGI, packages=("django", *_ON_GUNICORN),
            env=(("DJANGO_SETTINGS_MODULE", "bench.ablations.django_debug"),),
            instead_of="django-gthread"),
        Row("fastapi-thread", "FastAPI, plain function", "uvicorn", "ASGI", _ABLATION,
            _factor(_LOOP, "handler", "def"), "fastapi", topics=("routing",),
            command=_UVICORN + "bench.ablations.fastapi_thread:app",
            packages=("fastapi", *_ON_UVICORN), instead_of="fastapi-quiet"),
        Row("fastapi-pool", "FastAPI, pool of 20", "uvicorn", "ASGI", _ABLATION,
            _factor(_LOGGED, "pool_size", "20"), "fastapi", topics=("connection_pool",),
            packages=("fastapi", *_ON_UVICORN), env=(("POOL_SIZE", "20"),),
            instead_of="fastapi-uvicorn"),
        Row("sanic-json", "Sanic, Python's json", "its own", "own", _ABLATION,
            _factor(_LOOP, "json", "standard library"), "sanic", topics=("routing",),
            command="sanic bench.ablations.sanic_json:app --host=127.0.0.1 --port={port}",
            packages=("sanic",), instead_of="sanic"),

        Row("covetpy", "CovetPy", "uvicorn", "ASGI", _FAMILY, _LOOP, kind=RowKind.OTHER,
            home="covet", command=_UVICORN + "bench.others.covet_app:app",
            packages=("covet", *_ON_UVICORN)),
        Row("node", "Node.js", "its own", "own", _DOCUMENTED, _LOOP, kind=RowKind.OTHER,
            home="node", command="node bench/others/node_app.js {port}"),
        Row("express", "Express", "Node.js", "own", _DOCUMENTED, _LOOP, kind=RowKind.OTHER,
            home="node", command="node bench/others/express_app.js {port}", packages=("express",),
            env=(("NODE_ENV", "production"),)),
        Row("socketio", "Socket.IO", "Node.js", "own", _DOCUMENTED, _LOOP, kind=RowKind.OTHER,
            home="node", command="node bench/others/socketio_app.js {port}",
            packages=("socket.io",), env=(("NODE_ENV", "production"),),
            workload=workloads.SocketIoEcho),
        Row("actix", "Actix Web", "its own", "own", _DOCUMENTED, (), kind=RowKind.OTHER,
            absent="Not measured here: the harness sets up no Rust.",
            how_to_add=f"Install Rust and build it. {_ADD}"),
        Row("fiber", "Go Fiber", "its own", "own", _DOCUMENTED, (), kind=RowKind.OTHER,
            absent="Not measured here: the harness sets up no Go.",
            how_to_add=f"Install Go and build it. {_ADD}"),
    )
}  # fmt: skip
"""Every row: frameworks in the order of the pages, floors, ablations, what is there for scale."""


def takes_part(row: Row, scenario: Scenario, catalogue: Catalogue) -> bool:
    """Return whether a row is measured in a scenario."""
    if row.absent or (row.topics and scenario.topic not in row.topics):
        return False
    if scenario.only and row.id not in scenario.only:
        return False
    if row.framework is None:
        return row.id in scenario.rows
    topic = catalogue.topics.get(scenario.topic)
    if topic is None or not catalogue.snippet_files(row.framework, topic.id):
        return False
    cell = topic.cells.get(row.framework)
    kind = cell.serve if cell else ServeKind.PRODUCTION
    if cell and cell.server and cell.server.startswith("uvicorn "):
        kind = ServeKind.ASGI  # The page gives a command of its own, as for rooms with Channels.
    return row.serves is None or row.serves is kind


def needs_postgresql(topic: Topic, database: str) -> bool:
    """Return whether a topic's application is measured on PostgreSQL, in a run on this database."""
    if Need.POSTGRESQL_ONLY in topic.needs:
        return True
    return database == "postgresql" and Need.POSTGRESQL in topic.needs


def command(row: Row, scenario: Scenario, catalogue: Catalogue, port: int) -> serving.Command:
    """Return the command that starts a row for a scenario."""
    snippets = catalogue.root / "snippets"
    topic = catalogue.topics[scenario.topic]
    # A floor is no snippet: any framework fills its command in, and it runs from the root.
    framework = catalogue.frameworks[row.framework or next(iter(catalogue.frameworks))]
    if not row.command:
        found = serving.command(framework, topic, port, snippets)
        return replace(found, env={**found.env, **dict(row.env)})
    filled = serving.filled_in(row.command, framework, topic, snippets, port)
    own = {"PYTHONPATH": str(catalogue.root), **dict(row.env)}
    if row.home:
        name = Path(filled.argv[0]).name
        argv = (others.program(catalogue.root, row.home, name), *filled.argv[1:])
        own["NODE_PATH"] = str(others.home(catalogue.root, "node") / "node_modules")
        return serving.Command(argv, catalogue.root, own)
    if row.framework is None:
        return replace(filled, cwd=catalogue.root, env=own)
    return replace(filled, env={**filled.env, **own})


@dataclass(frozen=True)
class Effort:
    """How much work a run is."""

    kind: Literal["smoke", "part", "full"]
    seconds: float
    """How long each load lasts; wrk takes whole seconds."""
    warm_up: float
    fewest: int
    """Rounds before the first look at whether they suffice."""
    rounds: int
    """Rounds at most."""
    scenarios: tuple[str, ...]
    rows: tuple[str, ...]
    """Empty for all."""
    loads: tuple[LoadKind, ...]
    """What of a scenario's loads is made."""
    database: Literal["sqlite", "postgresql"] = "sqlite"
    """What the scenarios run on whose topic works with both."""
    proves: bool = False
    """Whether the contracts of all that is measured are run before and after."""


SMOKE = Effort(
    "smoke", 1, 0.5, 6, 6, ("hello",),
    ("flask-gthread", "fastapi-uvicorn", "raw-wsgi", "raw-asgi"),
    (LoadKind.SATURATION, LoadKind.FIXED),
)  # fmt: skip
FULL = Effort(
    "full", 1, 0.3, 10, 10, tuple(name for name in SCENARIOS if name not in {"hello", "users"}),
    (), tuple(LoadKind), proves=True,
)  # fmt: skip
"""Ten rounds of everything in less than an hour; `json` has the rows of `hello`, and asks more.

Users pause for so long that ten rounds of them alone take twenty minutes: they are a part.
"""
PRECISE = 0.05
"""A scenario is done when each ratio's interval reaches less than this to either side."""
