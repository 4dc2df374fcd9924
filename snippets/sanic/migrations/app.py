"""An application whose one table has grown; Alembic migrates it."""

from types import SimpleNamespace
from typing import TypeAlias

import sanic
from sanic import HTTPResponse, json
from sqlalchemy import select
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from .models import Book, database_url


class Context(SimpleNamespace):
    """Is app.ctx; a listener fills it when a worker starts."""

    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("migrations", ctx=Context())


# No create_all() at the start: it creates what is missing, and never changes what is there.
@app.before_server_start
async def open_database(app: App) -> None:
    """Give each worker an engine of its own: connections must not cross processes."""
    app.ctx.engine = create_async_engine(database_url())
    app.ctx.sessions = async_sessionmaker(app.ctx.engine)


@app.after_server_stop
async def close_database(app: App) -> None:
    await app.ctx.engine.dispose()


@app.get("/books")
async def list_books(request: Request) -> HTTPResponse:
    async with request.app.ctx.sessions() as session:
        books = await session.scalars(select(Book).order_by(Book.sort_title))
        return json([{"title": book.title, "year": book.year} for book in books])
