"""Books found by words, years and order."""

from types import SimpleNamespace
from typing import TypeAlias

import sanic
from pydantic import ValidationError
from sanic import HTTPResponse, json
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from .models import create_tables, database_url
from .query import Search


class Context(SimpleNamespace):
    """Is app.ctx; a listener fills it when a worker starts."""

    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("search", ctx=Context())


@app.get("/books")
async def list_books(request: Request) -> HTTPResponse:
    search = Search.model_validate({name: values[-1] for name, values in request.args.items()})
    async with request.app.ctx.sessions() as session:
        books = await session.scalars(search.statement())
        return json(
            [{"title": book.title, "author": book.author.name, "year": book.year} for book in books]
        )


@app.exception(ValidationError)
async def handle_invalid(request: Request, error: ValidationError) -> HTTPResponse:
    errors = {str(problem["loc"][0]): [problem["msg"]] for problem in error.errors()}
    return json({"errors": errors}, status=422)


# Only the main process runs this. With --single-process, or on an ASGI server, there is none:
# create the tables in a migration, as production does anyway.
@app.main_process_start
async def prepare_database(app: App) -> None:
    """Create the tables, once, before any worker starts."""
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
