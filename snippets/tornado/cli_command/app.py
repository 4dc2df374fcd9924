"""The shelf as the server sees it."""

import asyncio
import json

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

from .models import Book, create_tables, database_url

define("port", default=8000, type=int, help="port to listen on")


class BooksHandler(RequestHandler):
    def initialize(self, engine: AsyncEngine) -> None:
        self.engine = engine

    async def get(self) -> None:
        async with AsyncSession(self.engine) as session:
            books = await session.scalars(select(Book).order_by(Book.author, Book.id))
            rows = [{"title": book.title, "author": book.author} for book in books]
        self.set_header("Content-Type", "application/json")
        self.write(json.dumps(rows))


async def main() -> None:
    parse_command_line()
    engine = create_async_engine(database_url())
    await create_tables(engine)
    app = Application([(r"/books", BooksHandler, {"engine": engine})])
    app.listen(options.port, address="127.0.0.1")
    try:
        await asyncio.Event().wait()
    finally:
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
