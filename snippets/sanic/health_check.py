"""Liveness, which depends on nothing, and readiness, which asks the database."""

import asyncio
import os
from types import SimpleNamespace
from typing import TypeAlias

import sanic
from sanic import HTTPResponse, json
from sanic.log import logger
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
NO_STORE = {"Cache-Control": "no-store"}


class Context(SimpleNamespace):
    """Is app.ctx; a listener fills it when a worker starts."""

    engine: AsyncEngine


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("health_check", ctx=Context())


@app.before_server_start
async def open_database(app: App) -> None:
    url = make_url(os.environ.get("DATABASE_URL", "sqlite:///health_check.db"))
    app.ctx.engine = create_async_engine(url.set(drivername=DRIVERS[url.get_backend_name()]))


@app.after_server_stop
async def close_database(app: App) -> None:
    await app.ctx.engine.dispose()


async def can_ask(engine: AsyncEngine) -> bool:
    """Tell whether the database answers within two seconds."""

    async def ask() -> None:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    asking = asyncio.create_task(ask())
    # Not asyncio.timeout: it waits for the end of what it cancels, and Psycopg first asks the
    # silent server to stop.
    try:
        done, _ = await asyncio.wait({asking}, timeout=2)
    finally:
        asking.cancel()  # Also if whoever asks hangs up first: Sanic ends the handler then.
    if not done:
        logger.warning("Not ready: the database does not answer")
        return False
    if error := asking.exception():
        logger.warning("Not ready: the database cannot be asked: %s", error)
    return not error


@app.get("/livez")
async def livez(request: Request) -> HTTPResponse:
    return json({"status": "ok"}, headers=NO_STORE)


@app.get("/readyz")
async def readyz(request: Request) -> HTTPResponse:
    if not await can_ask(request.app.ctx.engine):
        answer = {"status": "unavailable", "failing": ["database"]}
        return json(answer, status=503, headers=NO_STORE)
    return json({"status": "ok"}, headers=NO_STORE)
