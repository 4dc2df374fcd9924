"""A reading list: anybody may see it; who is logged in may add a book."""

import os
from types import SimpleNamespace
from typing import TypeAlias

import jwt
import sanic
from pydantic import ValidationError
from sanic import Blueprint, HTTPResponse, json
from sqlalchemy import make_url, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from .models import Book, NewBook, create_tables

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


class Context(SimpleNamespace):
    """Is app.ctx."""

    database_url: str
    secret: str
    engine: AsyncEngine


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

shelf = Blueprint("shelf")


def reader_of(request: Request) -> str | None:
    try:
        claims = jwt.decode(
            request.token or "",
            request.app.ctx.secret,
            algorithms=["HS256"],
            options={"require": ["exp", "sub"]},
        )
    except (jwt.InvalidTokenError, UnicodeEncodeError):  # The header may hold any bytes.
        return None
    reader: str = claims["sub"]
    return reader


@shelf.get("/books")
async def list_books(request: Request) -> HTTPResponse:
    async with AsyncSession(request.app.ctx.engine) as session:
        books = await session.scalars(select(Book).order_by(Book.id))
        return json([{"title": b.title, "stars": b.stars, "reader": b.reader} for b in books])


@shelf.post("/books")
async def add_book(request: Request) -> HTTPResponse:
    reader = reader_of(request)
    if reader is None:
        return json({"detail": "Log in first."}, status=401)
    try:
        new = NewBook.model_validate_json(request.body)
    except ValidationError as error:
        errors = {str(e["loc"][0]): [e["msg"]] for e in error.errors() if e["loc"]}
        return json({"errors": errors}, status=400)
    async with AsyncSession(request.app.ctx.engine) as session, session.begin():
        session.add(Book(title=new.title, stars=new.stars, reader=reader))
    return json(new.model_dump(), status=201)


async def open_database(app: App) -> None:
    url = make_url(app.ctx.database_url)
    app.ctx.engine = create_async_engine(url.set(drivername=DRIVERS[url.get_backend_name()]))
    await create_tables(app.ctx.engine)


async def close_database(app: App) -> None:
    await app.ctx.engine.dispose()


# Sanic hands the arguments of its command to a factory that takes any by position.
def create_app(*, database_url: str = "", secret: str = "") -> App:
    """Make an application; what a test does not give comes from the environment."""
    app: App = sanic.Sanic(
        "testing",
        ctx=Context(
            database_url=database_url or os.environ.get("DATABASE_URL", "sqlite:///testing.db"),
            secret=secret or os.environ["SECRET_KEY"],
        ),
    )
    app.blueprint(shelf)
    app.before_server_start(open_database)
    app.after_server_stop(close_database)
    return app
