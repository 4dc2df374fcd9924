"""An application whose one table has grown; Alembic migrates it."""

import asyncio

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from tornado.escape import json_encode
from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

from .models import Book, database_url

define("port", default=8000, type=int, help="port to listen on")


class BooksHandler(RequestHandler):
    def initialize(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions = sessions

    async def get(self) -> None:
        async with self.sessions() as session:
            books = await session.scalars(select(Book).order_by(Book.sort_title))
            found = [{"title": book.title, "year": book.year} for book in books]
        self.set_header("Content-Type", "application/json")
        self.write(json_encode(found))


async def main() -> None:
    parse_command_line()
    # No create_all(): it creates what is missing, and never changes what is there.
    engine = create_async_engine(database_url())
    app = Application([(r"/books", BooksHandler, {"sessions": async_sessionmaker(engine)})])
    app.listen(options.port, address="127.0.0.1")
    try:
        await asyncio.Event().wait()
    finally:
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
