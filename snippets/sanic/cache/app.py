"""A book that is dear to compute, and a change that makes the cached one old."""

import asyncio
import os
from functools import partial
from types import SimpleNamespace
from typing import Any, TypeAlias

import sanic
from sanic import HTTPResponse, empty, json
from sanic.exceptions import NotFound
from sanic.log import logger
from sqlalchemy import update
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from .models import Book, database_url, prepare_database
from .read_through import Cache


class Context(SimpleNamespace):
    """What the application holds for its handlers."""

    cache: Cache
    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("cache", ctx=Context())


# Only the main process runs this. With --single-process, or on an ASGI server, there is none:
# create the tables in a migration, as production does anyway.
@app.main_process_start
async def fill_database(app: App) -> None:
    engine = create_async_engine(database_url())
    await prepare_database(engine)
    await engine.dispose()


@app.before_server_start
async def connect(app: App) -> None:
    app.ctx.engine = create_async_engine(database_url())
    app.ctx.sessions = async_sessionmaker(app.ctx.engine)
    app.ctx.cache = Cache(os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"))


@app.after_server_stop
async def disconnect(app: App) -> None:
    await app.ctx.cache.redis.aclose()
    await app.ctx.engine.dispose()


async def compute_book(app: App, book_id: int) -> dict[str, Any] | None:
    async with app.ctx.sessions() as session:
        book = await session.get(Book, book_id)
    if book is None:
        return None
    logger.info("Computing book %d", book_id)
    await asyncio.sleep(0.3)  # Stands for whatever makes it worth a cache.
    return {"id": book.id, "title": book.title, "likes": book.likes}


@app.get(r"/books/<book_id:[0-9]{1,9}>")
async def read_book(request: Request, book_id: str) -> HTTPResponse:
    number = int(book_id)
    compute = partial(compute_book, request.app, number)
    book, outcome = await request.app.ctx.cache.read_through(f"book:{number}", compute)
    if book is None:
        raise NotFound("There is no such book.")
    return json(book, headers={"X-Cache": outcome})


@app.post(r"/books/<book_id:[0-9]{1,9}>/likes")
async def like_book(request: Request, book_id: str) -> HTTPResponse:
    # Sanic cancels a handler when its client hangs up, and the two steps belong together.
    if not await asyncio.shield(add_like(request.app, int(book_id))):
        raise NotFound("There is no such book.")
    return empty()


async def add_like(app: App, book_id: int) -> bool:
    """Count a like, if there is such a book, and drop the book from the cache."""
    change = update(Book).where(Book.id == book_id).values(likes=Book.likes + 1)
    # Committed before the cache forgets it: a reader in between would cache the old row again.
    async with app.ctx.sessions.begin() as session:
        liked = await session.scalar(change.returning(Book.id))
    if liked is None:
        return False
    await app.ctx.cache.forget(f"book:{book_id}")
    return True


@app.exception(NotFound)
async def answer_not_found(request: Request, error: NotFound) -> HTTPResponse:
    return json({"detail": str(error)}, status=404)
