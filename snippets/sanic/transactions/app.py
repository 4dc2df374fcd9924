"""Sell each copy of a book once, and sell all books of an order or none."""

import asyncio
from types import SimpleNamespace
from typing import TypeAlias

import sanic
from pydantic import ValidationError
from sanic import HTTPResponse, json
from sanic.log import logger
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from .database import create_tables, make_engine
from .orders import SoldOutError, place_order
from .schemas import OrderIn, OrderOut


class Context(SimpleNamespace):
    """Is app.ctx; a listener fills it when a worker starts."""

    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("transactions", ctx=Context())
app.config.FALLBACK_ERROR_FORMAT = "json"


# Only the main process runs this. With --single-process, or on an ASGI server, there is none:
# create the tables in a migration, as production does anyway.
@app.main_process_start
async def prepare_database(app: App) -> None:
    """Create the tables, once, before any worker starts."""
    engine = make_engine()
    await create_tables(engine)
    await engine.dispose()


@app.before_server_start
async def open_database(app: App) -> None:
    """Give each worker an engine of its own: connections must not cross processes."""
    app.ctx.engine = make_engine()
    app.ctx.sessions = async_sessionmaker(app.ctx.engine)


@app.after_server_stop
async def close_database(app: App) -> None:
    await app.ctx.engine.dispose()


@app.post("/orders")
async def create_order(request: Request) -> HTTPResponse:
    data = OrderIn.model_validate_json(request.body, strict=True)
    # Sanic cancels a handler when its client hangs up, even between the commit and what follows.
    return await asyncio.shield(place_and_confirm(request.app, data))


async def place_and_confirm(app: App, data: OrderIn) -> HTTPResponse:
    # Commits at the end of the block; whatever is raised inside rolls back.
    async with app.ctx.sessions.begin() as session:
        order = await place_order(session, data)
    return confirm(order)


@app.post("/orders/broken")
async def create_order_and_fail(request: Request) -> HTTPResponse:
    data = OrderIn.model_validate_json(request.body, strict=True)
    async with request.app.ctx.sessions.begin() as session:
        order = await place_order(session, data)
        fail()
    return confirm(order)


def confirm(order: OrderOut) -> HTTPResponse:
    logger.info("order %s confirmed", order.id)
    return json(order.model_dump(), status=201)


def fail() -> None:
    raise RuntimeError("A bug, after everything was written and before it was committed.")


@app.exception(SoldOutError)
async def handle_sold_out(request: Request, error: SoldOutError) -> HTTPResponse:
    return json({"detail": str(error)}, status=409)


@app.exception(ValidationError)
async def handle_invalid(request: Request, error: ValidationError) -> HTTPResponse:
    return json({"detail": "The order is not valid."}, status=422)
