"""A book that is dear to compute, and a change that makes the cached one old."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Path, Request, Response
from pydantic import BaseModel
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from .models import Book, database_url, prepare_database
from .read_through import Cache

logging.basicConfig(level=logging.INFO)
logger = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    engine = create_async_engine(database_url())
    await prepare_database(engine)
    app.state.sessions = async_sessionmaker(engine)
    app.state.cache = Cache(os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"))
    yield
    await app.state.cache.redis.aclose()
    await engine.dispose()


app = FastAPI(lifespan=lifespan)


# A plain function would be called in a thread, which costs more than what it does.
async def get_cache(request: Request) -> Cache:
    cache: Cache = request.app.state.cache
    return cache


async def get_sessions(request: Request) -> async_sessionmaker[AsyncSession]:
    sessions: async_sessionmaker[AsyncSession] = request.app.state.sessions
    return sessions


BookCache = Annotated[Cache, Depends(get_cache)]
Sessions = Annotated[async_sessionmaker[AsyncSession], Depends(get_sessions)]
# The database takes no larger number, and no book has one.
BookId = Annotated[int, Path(ge=1, le=2**31 - 1)]


class BookOut(BaseModel):
    id: int
    title: str
    likes: int


async def compute_book(
    sessions: async_sessionmaker[AsyncSession], book_id: int
) -> dict[str, Any] | None:
    # Opened in here: a hit takes no connection from the pool.
    async with sessions() as session:
        book = await session.get(Book, book_id)
    if book is None:
        return None
    logger.info("Computing book %d", book_id)
    await asyncio.sleep(0.3)  # Stands for whatever makes it worth a cache.
    return {"id": book.id, "title": book.title, "likes": book.likes}


@app.get("/books/{book_id}", response_model=BookOut)
async def read_book(
    book_id: BookId, cache: BookCache, sessions: Sessions, response: Response
) -> dict[str, Any]:
    compute = partial(compute_book, sessions, book_id)
    book, response.headers["X-Cache"] = await cache.read_through(f"book:{book_id}", compute)
    if book is None:
        raise HTTPException(404, "There is no such book.")
    return book


@app.post("/books/{book_id}/likes", status_code=204)
async def like_book(book_id: BookId, cache: BookCache, sessions: Sessions) -> None:
    change = update(Book).where(Book.id == book_id).values(likes=Book.likes + 1)
    # Committed before the cache forgets it: a reader in between would cache the old row again.
    async with sessions.begin() as session:
        liked = await session.scalar(change.returning(Book.id))
    if liked is None:
        raise HTTPException(404, "There is no such book.")
    await cache.forget(f"book:{book_id}")
