"""A slow query on the event loop, by a driver that can be awaited, and one in a thread."""

import asyncio
import os
import threading
from types import SimpleNamespace
from typing import Any, TypeAlias

import sanic
from sanic import HTTPResponse, json
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

SLOW = text("SELECT pg_sleep(0.6)")


class Context(SimpleNamespace):
    """What the application holds for its handlers."""

    awaited: AsyncEngine
    blocking: Engine


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("async_database", ctx=Context())


def here() -> dict[str, str | bool]:
    """Name the thread that runs this, and say whether it is the one of the event loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        on_the_loop = False
    else:
        on_the_loop = True
    return {"thread": threading.current_thread().name, "on_the_loop": on_the_loop}


@event.listens_for(Engine, "before_cursor_execute")
def note_thread(connection: Connection, *_: Any) -> None:
    connection.info["ran_in"] = here()


@app.before_server_start
async def open_pools(app: App) -> None:
    url = make_url(os.environ.get("DATABASE_URL", "postgresql:///reading_list"))
    # Psycopg has both: connections that can be awaited and connections that block.
    url = url.set(drivername="postgresql+psycopg")
    app.ctx.awaited = create_async_engine(url, pool_size=5, max_overflow=0, pool_pre_ping=True)
    app.ctx.blocking = create_engine(url, pool_size=5, max_overflow=0, pool_pre_ping=True)


@app.after_server_stop
async def close_pools(app: App) -> None:
    await app.ctx.awaited.dispose()
    app.ctx.blocking.dispose()


async def run_slow(engine: AsyncEngine) -> dict[str, str | bool]:
    async with engine.connect() as connection:
        await connection.execute(SLOW)
        ran_in: dict[str, str | bool] = connection.info["ran_in"]
    return ran_in


def run_slow_blocking(engine: Engine) -> dict[str, str | bool]:
    with engine.connect() as connection:
        connection.execute(SLOW)
        ran_in: dict[str, str | bool] = connection.info["ran_in"]
    return ran_in


@app.get("/ways")
async def ways(request: Request) -> HTTPResponse:
    return json(["/async", "/thread"])


@app.get("/ping")
async def ping(request: Request) -> HTTPResponse:
    return json(here())


@app.get("/async")
async def slow_async(request: Request) -> HTTPResponse:
    """Await the driver: nothing but the loop's own thread takes part."""
    return json(await run_slow(request.app.ctx.awaited))


@app.get("/thread")
async def slow_in_thread(request: Request) -> HTTPResponse:
    """Sanic would run a blocking call on the loop, so it is handed to a thread by name."""
    return json(await asyncio.to_thread(run_slow_blocking, request.app.ctx.blocking))


@app.get("/pair")
async def pair(request: Request) -> HTTPResponse:
    """Two queries of one request, each on a connection of its own."""
    engine = request.app.ctx.awaited
    await asyncio.gather(run_slow(engine), run_slow(engine))
    return json(["Emma", "Emma"])
