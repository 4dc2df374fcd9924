"""A book that is dear to compute, and a change that makes the cached one old."""

import asyncio
import logging
import os
from functools import partial
from http import HTTPStatus
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from tornado.options import define, options, parse_command_line
from tornado.web import Application, HTTPError, RequestHandler

from .models import Book, database_url, prepare_database
from .read_through import Cache

define("port", default=8000, type=int, help="port to listen on")

logger = logging.getLogger(__name__)


class BaseHandler(RequestHandler):
    def initialize(self, cache: Cache, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.cache = cache
        self.sessions = sessions

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.finish({"detail": HTTPStatus(status_code).phrase})


class BookHandler(BaseHandler):
    async def get(self, number: str) -> None:
        book_id = int(number)
        compute = partial(self.compute_book, book_id)
        book, outcome = await self.cache.read_through(f"book:{book_id}", compute)
        if book is None:
            raise HTTPError(404)
        self.set_header("X-Cache", outcome)
        self.write(book)

    async def compute_book(self, book_id: int) -> dict[str, Any] | None:
        async with self.sessions() as session:
            book = await session.get(Book, book_id)
        if book is None:
            return None
        logger.info("Computing book %d", book_id)
        await asyncio.sleep(0.3)  # Stands for whatever makes it worth a cache.
        return {"id": book.id, "title": book.title, "likes": book.likes}


class LikesHandler(BaseHandler):
    async def post(self, number: str) -> None:
        book_id = int(number)
        change = update(Book).where(Book.id == book_id).values(likes=Book.likes + 1)
        # Committed before the cache forgets it: a reader in between would cache the old row again.
        async with self.sessions.begin() as session:
            liked = await session.scalar(change.returning(Book.id))
        if liked is None:
            raise HTTPError(404)
        await self.cache.forget(f"book:{book_id}")
        self.set_status(204)


def make_app(cache: Cache, sessions: async_sessionmaker[AsyncSession]) -> Application:
    resources = {"cache": cache, "sessions": sessions}
    return Application(
        [
            # No more digits than a number in the database may have.
            (r"/books/([0-9]{1,9})", BookHandler, resources),
            (r"/books/([0-9]{1,9})/likes", LikesHandler, resources),
        ]
    )


async def main() -> None:
    parse_command_line()
    engine = create_async_engine(database_url())
    await prepare_database(engine)
    cache = Cache(os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"))
    make_app(cache, async_sessionmaker(engine)).listen(options.port, address="127.0.0.1")
    try:
        await asyncio.Event().wait()
    finally:
        await cache.redis.aclose()
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
