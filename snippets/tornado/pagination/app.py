"""The same list by offset and by cursor."""

import asyncio
import os
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from tornado.escape import json_decode, json_encode
from tornado.httputil import url_concat
from tornado.options import define, options, parse_command_line
from tornado.routing import URLSpec
from tornado.web import Application, HTTPError, RequestHandler

from .models import Book, create_tables, database_url
from .pages import Cursor, read_page

define("port", default=8000, type=int, help="port to listen on")


def to_json(books: Iterable[Book]) -> list[dict[str, Any]]:
    return [{"id": book.id, "title": book.title} for book in books]


class WrongQueryError(HTTPError):
    def __init__(self, detail: str) -> None:
        super().__init__(400, detail)
        self.detail = detail


class BaseHandler(RequestHandler):
    def initialize(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions = sessions

    def integer(self, name: str, default: int, least: int, most: int) -> int:
        text = self.get_query_argument(name, str(default))
        if not text.isdecimal() or len(text) > 10 or not least <= int(text) <= most:
            raise WrongQueryError(f"{name} must be from {least} to {most}")
        return int(text)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = kwargs["exc_info"][1] if "exc_info" in kwargs else None
        phrase = HTTPStatus(status_code).phrase
        self.finish({"detail": error.detail if isinstance(error, WrongQueryError) else phrase})


class BooksHandler(BaseHandler):
    async def get(self) -> None:
        limit = self.integer("limit", 20, least=1, most=100)
        offset = self.integer("offset", 0, least=0, most=2**31 - 1)
        # Without an order, a row may turn up on two pages and another one on none.
        query = select(Book).order_by(Book.id.desc()).limit(limit).offset(offset)
        async with self.sessions() as session:
            total = await session.scalar(select(func.count(Book.id))) or 0
            books = to_json(await session.scalars(query))
        after, before = offset + limit, max(offset - limit, 0)
        self.write(
            {
                "count": total,
                "next": self.link(limit, after) if after < total else None,
                "previous": self.link(limit, before) if offset else None,
                "results": books,
            }
        )

    def link(self, limit: int, offset: int) -> str:
        return url_concat(self.reverse_url("books"), {"limit": str(limit), "offset": str(offset)})


class FeedHandler(BaseHandler):
    async def get(self) -> None:
        limit = self.integer("limit", 20, least=1, most=100)
        text = self.get_query_argument("cursor", None)
        cursor = self.decode(text) if text else None
        async with self.sessions() as session:
            page = await read_page(session, limit, cursor)
        self.write(
            {
                "next": self.link(limit, page.next),
                "previous": self.link(limit, page.previous),
                "results": to_json(page.books),
            }
        )

    def link(self, limit: int, cursor: Cursor | None) -> str | None:
        if cursor is None:
            return None
        place = json_encode([cursor.book_id, cursor.backwards])
        signed = self.create_signed_value("cursor", place).decode("ascii")
        return url_concat(self.reverse_url("feed"), {"limit": str(limit), "cursor": signed})

    def decode(self, text: str) -> Cursor:
        # With a value of its own, this reads no cookie. It takes what was signed within 31 days.
        place = self.get_signed_cookie("cursor", text)
        if place is None:
            raise WrongQueryError("The cursor is not one of ours")
        return Cursor(*json_decode(place))


def make_app(sessions: async_sessionmaker[AsyncSession], secret: str) -> Application:
    shared = {"sessions": sessions}
    return Application(
        [
            URLSpec(r"/books", BooksHandler, shared, name="books"),
            URLSpec(r"/feed", FeedHandler, shared, name="feed"),
        ],
        cookie_secret=secret,
    )


async def main() -> None:
    parse_command_line()
    engine = create_async_engine(database_url())
    await create_tables(engine)
    app = make_app(async_sessionmaker(engine), os.environ["SECRET_KEY"])
    app.listen(options.port, address="127.0.0.1")
    try:
        await asyncio.Event().wait()
    finally:
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
