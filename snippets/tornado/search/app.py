"""Books found by words, years and order."""

import asyncio
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from tornado.escape import json_encode
from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

from .models import create_tables, database_url
from .query import Search

define("port", default=8000, type=int, help="port to listen on")


class BooksHandler(RequestHandler):
    def initialize(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions = sessions

    def read_search(self) -> Search:
        names = self.request.query_arguments
        return Search.model_validate({name: self.get_query_argument(name) for name in names})

    async def get(self) -> None:
        try:
            search = self.read_search()
        except ValidationError as error:
            self.refuse(error)
            return
        async with self.sessions() as session:
            books = await session.scalars(search.statement())
            found = [
                {"title": book.title, "author": book.author.name, "year": book.year}
                for book in books
            ]
        self.set_header("Content-Type", "application/json")
        self.write(json_encode(found))

    def refuse(self, error: ValidationError) -> None:
        errors: dict[str, Any] = {str(item["loc"][0]): [item["msg"]] for item in error.errors()}
        self.set_status(422)
        self.write({"errors": errors})


def make_app(sessions: async_sessionmaker[AsyncSession]) -> Application:
    return Application([(r"/books", BooksHandler, {"sessions": sessions})])


async def main() -> None:
    parse_command_line()
    engine = create_async_engine(database_url())
    await create_tables(engine)
    make_app(async_sessionmaker(engine)).listen(options.port, address="127.0.0.1")
    try:
        await asyncio.Event().wait()
    finally:
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
