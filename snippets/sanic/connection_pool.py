"""A bounded number of connections to PostgreSQL, shared by all requests of a worker."""

import os
from types import SimpleNamespace
from typing import Any, TypeAlias

import sanic
from sanic import HTTPResponse, json
from sqlalchemy import make_url, text
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


class Context(SimpleNamespace):
    """What the application holds for its handlers."""

    engine: AsyncEngine


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("connection_pool", ctx=Context())


# Here and not at import: each worker is a process of its own, and needs a pool of its own.
@app.before_server_start
async def open_pool(app: App) -> None:
    url = make_url(os.environ.get("DATABASE_URL", "postgresql:///reading_list"))
    app.ctx.engine = create_async_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=int(os.environ.get("POOL_SIZE", "5")),
        # Left out, ten more connections may be opened when it gets tight.
        max_overflow=0,
        pool_timeout=float(os.environ.get("POOL_TIMEOUT", "10")),
        # Ask each connection for a sign of life first; one that PostgreSQL ended is replaced.
        pool_pre_ping=True,
    )


@app.after_server_stop
async def close_pool(app: App) -> None:
    await app.ctx.engine.dispose()


@app.exception(PoolTimeoutError)
async def answer_overload(request: Request, error: PoolTimeoutError) -> HTTPResponse:
    detail = "The database is busy. Come back later."
    return json({"detail": detail}, status=503, headers={"Retry-After": "1"})


async def ask(request: Request, query: str) -> Any:
    # The connection goes back at the end of the block, whatever happens in it.
    async with request.app.ctx.engine.connect() as connection:
        result = await connection.execute(text(query))
        return result.scalar()


@app.get("/report")
async def report(request: Request) -> HTTPResponse:
    await ask(request, "SELECT pg_sleep(0.15)")
    return json({"report": "ready"})


@app.get("/backend")
async def backend(request: Request) -> HTTPResponse:
    """Tell which process of PostgreSQL has answered."""
    return json({"pid": await ask(request, "SELECT pg_backend_pid()")})


@app.get("/broken")
async def broken(request: Request) -> HTTPResponse:
    return json({"result": await ask(request, "SELECT 1 / 0")})
