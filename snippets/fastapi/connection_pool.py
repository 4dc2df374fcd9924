"""A bounded number of connections to PostgreSQL, shared by all requests."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy import make_url, text
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

url = make_url(os.environ.get("DATABASE_URL", "postgresql:///reading_list"))
engine = create_async_engine(
    url.set(drivername="postgresql+psycopg"),
    pool_size=int(os.environ.get("POOL_SIZE", "5")),
    # Left out, ten more connections may be opened when it gets tight.
    max_overflow=0,
    pool_timeout=float(os.environ.get("POOL_TIMEOUT", "10")),
    # Ask each connection for a sign of life first; one that PostgreSQL has ended is replaced.
    pool_pre_ping=True,
)


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)


@app.exception_handler(PoolTimeoutError)
async def answer_overload(_: Request, __: Exception) -> JSONResponse:
    detail = "The database is busy. Come back later."
    return JSONResponse({"detail": detail}, 503, {"Retry-After": "1"})


async def get_connection() -> AsyncIterator[AsyncConnection]:
    """Take a connection from the pool, and give it back whatever happens."""
    async with engine.connect() as connection:
        yield connection


Database = Annotated[AsyncConnection, Depends(get_connection)]


@app.get("/report")
async def report(database: Database) -> dict[str, str]:
    await database.execute(text("SELECT pg_sleep(0.15)"))
    return {"report": "ready"}


@app.get("/backend")
async def backend(database: Database) -> dict[str, int]:
    """Tell which process of PostgreSQL has answered."""
    result = await database.execute(text("SELECT pg_backend_pid()"))
    return {"pid": result.scalar_one()}


@app.get("/broken")
async def broken(database: Database) -> dict[str, int]:
    result = await database.execute(text("SELECT 1 / 0"))
    return {"result": result.scalar_one()}
