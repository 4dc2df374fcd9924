"""The same list by offset and by cursor."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Annotated, Any, TypeAlias

import sanic
from pydantic import BaseModel, Field, ValidationError
from sanic import HTTPResponse, json
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from .models import Book, create_tables, database_url
from .pages import Cursor, read_page


class Context(SimpleNamespace):
    """Is app.ctx; a listener fills it when a worker starts."""

    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("pagination", ctx=Context())
app.config.FALLBACK_ERROR_FORMAT = "json"


class Bounds(BaseModel):
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    offset: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


def read_bounds(request: Request) -> Bounds:
    return Bounds.model_validate({name: values[-1] for name, values in request.args.items()})


def to_json(books: Iterable[Book]) -> list[dict[str, Any]]:
    return [{"id": book.id, "title": book.title} for book in books]


@app.get("/books", name="books")
async def list_books(request: Request) -> HTTPResponse:
    bounds = read_bounds(request)
    limit, offset = bounds.limit, bounds.offset
    # Without an order, a row may turn up on two pages and another one on none.
    query = select(Book).order_by(Book.id.desc()).limit(limit).offset(offset)
    async with request.app.ctx.sessions() as session:
        total = await session.scalar(select(func.count(Book.id))) or 0
        books = to_json(await session.scalars(query))

    def link(offset: int) -> str:
        return request.app.url_for("books", limit=limit, offset=offset)

    return json(
        {
            "count": total,
            "next": link(offset + limit) if offset + limit < total else None,
            "previous": link(max(offset - limit, 0)) if offset else None,
            "results": books,
        }
    )


@app.get("/feed", name="feed")
async def list_feed(request: Request) -> HTTPResponse:
    limit = read_bounds(request).limit
    text = request.args.get("cursor")
    cursor = Cursor.decode(text) if text else None
    async with request.app.ctx.sessions() as session:
        page = await read_page(session, limit, cursor)

    def link(cursor: Cursor | None) -> str | None:
        if cursor is None:
            return None
        return request.app.url_for("feed", limit=limit, cursor=cursor.encode())

    return json(
        {
            "next": link(page.next),
            "previous": link(page.previous),
            "results": to_json(page.books),
        }
    )


@app.exception(ValidationError)
async def handle_invalid(request: Request, error: ValidationError) -> HTTPResponse:
    errors = {str(problem["loc"][0]): [problem["msg"]] for problem in error.errors()}
    return json({"errors": errors}, status=422)


@app.exception(sanic.SanicException)
async def handle_refusal(request: sanic.Request, error: sanic.SanicException) -> HTTPResponse:
    request.app.error_handler.log(request, error)
    # Sanic's own errors of status 500 quote code and values.
    detail = "Internal Server Error" if error.status_code == 500 else str(error)
    return json({"detail": detail}, status=error.status_code, headers=error.headers)


# Only the main process runs this. With --single-process, or on an ASGI server, there is none:
# create the tables in a migration, as production does anyway.
@app.main_process_start
async def prepare_database(app: App) -> None:
    """Create the table, once, before any worker starts."""
    engine = create_async_engine(database_url())
    await create_tables(engine)
    await engine.dispose()


@app.before_server_start
async def open_database(app: App) -> None:
    """Give each worker an engine of its own: connections must not cross processes."""
    app.ctx.engine = create_async_engine(database_url())
    app.ctx.sessions = async_sessionmaker(app.ctx.engine)


@app.after_server_stop
async def close_database(app: App) -> None:
    await app.ctx.engine.dispose()
