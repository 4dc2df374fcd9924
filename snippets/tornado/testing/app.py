"""A reading list: anybody may see it; who is logged in may add a book."""

import asyncio
import os

from pydantic import ValidationError
from sqlalchemy import make_url, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from tornado.escape import json_encode
from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

from .models import Book, NewBook, create_tables

define("port", default=8000, type=int, help="port to listen on")

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


class BooksHandler(RequestHandler):
    def initialize(self, engine: AsyncEngine) -> None:
        self.engine = engine

    def get_current_user(self) -> str | None:
        reader = self.get_signed_cookie("reader")
        return reader.decode() if reader else None

    async def get(self) -> None:
        async with AsyncSession(self.engine) as session:
            books = await session.scalars(select(Book).order_by(Book.id))
            rows = [{"title": b.title, "stars": b.stars, "reader": b.reader} for b in books]
        self.set_header("Content-Type", "application/json")
        self.write(json_encode(rows))

    async def post(self) -> None:
        if not self.current_user:
            self.set_status(401)
            self.write({"detail": "Log in first."})
            return
        try:
            new = NewBook.model_validate_json(self.request.body)
        except ValidationError as error:
            errors = {str(e["loc"][0]): [e["msg"]] for e in error.errors() if e["loc"]}
            self.set_status(400)
            self.write({"errors": errors})
            return
        async with AsyncSession(self.engine) as session, session.begin():
            session.add(Book(title=new.title, stars=new.stars, reader=self.current_user))
        self.set_status(201)
        self.write(new.model_dump())


def make_app(engine: AsyncEngine, secret: str) -> Application:
    """Make an application of what it needs, so that a test can give it something else."""
    return Application(
        [(r"/books", BooksHandler, {"engine": engine})],
        cookie_secret=secret,
        cross_origin_protection=True,
    )


async def main() -> None:
    parse_command_line()
    url = make_url(os.environ.get("DATABASE_URL", "sqlite:///testing.db"))
    engine = create_async_engine(url.set(drivername=DRIVERS[url.get_backend_name()]))
    await create_tables(engine)
    make_app(engine, os.environ["SECRET_KEY"]).listen(options.port, address="127.0.0.1")
    try:
        await asyncio.Event().wait()
    finally:
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
