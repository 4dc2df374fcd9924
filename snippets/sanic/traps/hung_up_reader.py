"""A reader who hangs up in the middle of a query, and the writer who comes next."""

import os
import sqlite3
from types import SimpleNamespace
from typing import Any, TypeAlias

import sanic
from sanic import HTTPResponse, empty, json
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

# A writer waits for one second only, so that the failure shows soon.
URL = make_url(os.environ.get("DATABASE_URL", "sqlite:///books.db")).set(
    drivername="sqlite+aiosqlite", query={"timeout": "1"}
)
# Counting to three million keeps SQLite busy before it has the first of its rows.
REPORT = """
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 3000000)
    SELECT title, (SELECT max(n) FROM numbers) FROM books
"""


# --8<-- [start:bad]
def make_bad_engine() -> AsyncEngine:
    return create_async_engine(URL)


# --8<-- [end:bad]
# --8<-- [start:good]
class Connection(sqlite3.Connection):
    """Closes its cursor when it is closed: one that still has rows keeps the file locked."""

    last: sqlite3.Cursor | None = None

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        self.last = super().cursor(*args, **kwargs)
        return self.last

    def close(self) -> None:
        if self.last is not None:
            self.last.close()
        super().close()


def make_good_engine() -> AsyncEngine:
    return create_async_engine(URL, connect_args={"factory": Connection})


# --8<-- [end:good]


class Context(SimpleNamespace):
    """Is app.ctx; a listener fills it when a worker starts."""

    engines: dict[str, AsyncEngine]


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("hung_up_reader", ctx=Context())


@app.before_server_start
async def open_databases(app: App) -> None:
    app.ctx.engines = {"bad": make_bad_engine(), "good": make_good_engine()}
    async with app.ctx.engines["good"].begin() as connection:
        await connection.execute(text("CREATE TABLE books (title TEXT)"))
        await connection.execute(text("INSERT INTO books VALUES ('Emma'), ('Kindred')"))


@app.after_server_stop
async def close_databases(app: App) -> None:
    for engine in app.ctx.engines.values():
        await engine.dispose()


@app.get("/<way:str>/report")
async def report(request: Request, way: str) -> HTTPResponse:
    async with request.app.ctx.engines[way].connect() as connection:
        rows = await connection.execute(text(REPORT))
        return json([row.title for row in rows])


@app.post("/<way:str>/books")
async def add_book(request: Request, way: str) -> HTTPResponse:
    async with request.app.ctx.engines[way].begin() as connection:
        await connection.execute(text("INSERT INTO books VALUES ('Solaris')"))
    return empty()
