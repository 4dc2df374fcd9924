"""Books, and `sanic cli_command.app:app exec seed`, which puts some on the shelf."""

import sys
from types import SimpleNamespace
from typing import TypeAlias

import sanic
from sanic import HTTPResponse, json
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from .models import Book, add_books, create_tables, database_url


class Context(SimpleNamespace):
    """Is app.ctx; a listener fills it when a worker starts."""

    engine: AsyncEngine


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("cli_command", ctx=Context())


@app.before_server_start
async def open_database(app: App) -> None:
    app.ctx.engine = create_async_engine(database_url())
    await create_tables(app.ctx.engine)


@app.after_server_stop
async def close_database(app: App) -> None:
    await app.ctx.engine.dispose()


# No listener runs before a command, and its arguments arrive as the text that was typed.
@app.command
async def seed(count: str = "", author: str = "Anonymous") -> None:
    """Put books on the shelf; those that are there already stay as they are."""
    if not count.isdecimal() or not 1 <= int(count) <= 1000:
        print(f"--count: {count!r} is no number from 1 to 1000", file=sys.stderr)
        raise SystemExit(2)
    engine = create_async_engine(database_url())
    try:
        await create_tables(engine)
        async with AsyncSession(engine) as session, session.begin():
            added = await add_books(session, int(count), author)
    finally:
        await engine.dispose()
    print(f"Added {added} of {count} books by {author}.")


@app.get("/books")
async def books(request: Request) -> HTTPResponse:
    async with AsyncSession(request.app.ctx.engine) as session:
        rows = await session.scalars(select(Book).order_by(Book.author, Book.id))
        return json([{"title": book.title, "author": book.author} for book in rows])
