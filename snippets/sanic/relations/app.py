"""The same list twice: with one query for each book's author, and with one query for all."""

from collections.abc import Iterable
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any, TypeAlias

import sanic
from sanic import HTTPResponse, json
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import joinedload

from .models import Book, database_url, prepare_database


# --8<-- [start:app]
class Context(SimpleNamespace):
    """Is app.ctx; a listener fills it when a worker starts."""

    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("relations", ctx=Context())


# Only the main process runs this. With --single-process, or on an ASGI server, there is none:
# create the tables in a migration, as production does anyway.
@app.main_process_start
async def fill_database(app: App) -> None:
    """Create the tables and the books, once, before any worker starts."""
    engine = create_async_engine(database_url())
    await prepare_database(engine)
    await engine.dispose()


@app.before_server_start
async def open_database(app: App) -> None:
    """Give each worker an engine of its own: connections must not cross processes."""
    app.ctx.engine = create_async_engine(database_url())
    app.ctx.sessions = async_sessionmaker(app.ctx.engine)
    record_statements(app.ctx.engine)


@app.after_server_stop
async def close_database(app: App) -> None:
    await app.ctx.engine.dispose()


# --8<-- [end:app]


statements: ContextVar[list[str] | None] = ContextVar("statements", default=None)


def record_statements(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def record(
        connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
    ) -> None:
        recorded = statements.get()
        if recorded is not None:
            recorded.append(statement)


@app.middleware("request")
async def begin(request: Request) -> None:
    # Sanic runs each connection in a task of its own, with its own context, and the requests of a
    # connection one after the other: what one request puts here, no other sees.
    request.ctx.statements = []
    statements.set(request.ctx.statements)


def answer(request: Request, books: Iterable[dict[str, str]]) -> HTTPResponse:
    response = json(list(books))
    response.headers["X-Query-Count"] = str(len(request.ctx.statements))
    return response


# --8<-- [start:lazy]
@app.get("/books/lazy")
async def lazy(request: Request) -> HTTPResponse:
    """Ask for the books, and then again for each author: 1 + N queries."""
    async with request.app.ctx.sessions() as session:
        books = await session.scalars(select(Book).order_by(Book.title))
        answers = []
        for book in books:
            author = await book.awaitable_attrs.author
            answers.append({"title": book.title, "author": author.name})
    return answer(request, answers)


# --8<-- [end:lazy]


# --8<-- [start:eager]
@app.get("/books/eager")
async def eager(request: Request) -> HTTPResponse:
    """Ask for the books together with their authors: one query."""
    query = select(Book).options(joinedload(Book.author)).order_by(Book.title)
    async with request.app.ctx.sessions() as session:
        books = await session.scalars(query)
        return answer(
            request, ({"title": book.title, "author": book.author.name} for book in books)
        )


# --8<-- [end:eager]
