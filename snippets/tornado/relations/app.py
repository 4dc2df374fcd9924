"""The same list twice: with one query for each book's author, and with one query for all."""

import asyncio
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import joinedload
from tornado.escape import json_encode
from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

from .models import Book, database_url, prepare_database

define("port", default=8000, type=int, help="port to listen on")

# Tornado runs each request in a task of its own, and a task has its own context: what one request
# puts here, no other sees.
statements: ContextVar[list[str] | None] = ContextVar("statements", default=None)


def record_statements(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def record(
        connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
    ) -> None:
        recorded = statements.get()
        if recorded is not None:
            recorded.append(statement)


class BooksHandler(RequestHandler):
    def initialize(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions = sessions
        self.statements: list[str] = []

    def prepare(self) -> None:
        statements.set(self.statements)

    def answer(self, books: Iterable[dict[str, str]]) -> None:
        body = json_encode(list(books))
        self.set_header("X-Query-Count", len(self.statements))
        self.set_header("Content-Type", "application/json")
        self.write(body)


# --8<-- [start:lazy]
class LazyHandler(BooksHandler):
    """Asks for the books, and then again for each author: 1 + N queries."""

    async def get(self) -> None:
        async with self.sessions() as session:
            books = await session.scalars(select(Book).order_by(Book.title))
            answers = []
            for book in books:
                author = await book.awaitable_attrs.author
                answers.append({"title": book.title, "author": author.name})
        self.answer(answers)


# --8<-- [end:lazy]


# --8<-- [start:eager]
class EagerHandler(BooksHandler):
    """Asks for the books together with their authors: one query."""

    async def get(self) -> None:
        query = select(Book).options(joinedload(Book.author)).order_by(Book.title)
        async with self.sessions() as session:
            books = await session.scalars(query)
            self.answer({"title": book.title, "author": book.author.name} for book in books)


# --8<-- [end:eager]


def make_app(sessions: async_sessionmaker[AsyncSession]) -> Application:
    return Application(
        [
            (r"/books/lazy", LazyHandler, {"sessions": sessions}),
            (r"/books/eager", EagerHandler, {"sessions": sessions}),
        ]
    )


async def main() -> None:
    parse_command_line()
    engine = create_async_engine(database_url())
    await prepare_database(engine)
    record_statements(engine)
    make_app(async_sessionmaker(engine)).listen(options.port, address="127.0.0.1")
    try:
        await asyncio.Event().wait()
    finally:
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
