"""A slow query on the event loop, by a driver that can be awaited, and one in a thread."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

url = make_url(os.environ.get("DATABASE_URL", "postgresql:///reading_list"))
url = url.set(drivername="postgresql+psycopg")  # Psycopg has both: connections to await and not.
async_engine = create_async_engine(url, pool_size=5, max_overflow=0, pool_pre_ping=True)
engine = create_engine(url, pool_size=5, max_overflow=0, pool_pre_ping=True)

SLOW = text("SELECT pg_sleep(0.6)")


class Place(BaseModel):
    thread: str
    on_the_loop: bool


def here() -> Place:
    """Name the thread that runs this, and say whether it is the one of the event loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        on_the_loop = False
    else:
        on_the_loop = True
    return Place(thread=threading.current_thread().name, on_the_loop=on_the_loop)


@event.listens_for(Engine, "before_cursor_execute")
def note_thread(connection: Connection, *_: Any) -> None:
    connection.info["ran_in"] = here()


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    yield
    await async_engine.dispose()
    engine.dispose()


app = FastAPI(lifespan=lifespan)


async def get_async_connection() -> AsyncIterator[AsyncConnection]:
    async with async_engine.connect() as connection:
        yield connection


def get_connection() -> Iterator[Connection]:
    with engine.connect() as connection:
        yield connection


@app.get("/ways")
async def ways() -> list[str]:
    return ["/async", "/def"]


@app.get("/ping")
async def ping() -> Place:
    return here()


@app.get("/async", response_model=Place)
async def slow_async(database: Annotated[AsyncConnection, Depends(get_async_connection)]) -> Any:
    """Await the driver: nothing but the loop's own thread takes part."""
    await database.execute(SLOW)
    return database.info["ran_in"]


@app.get("/def", response_model=Place)
def slow_in_thread(database: Annotated[Connection, Depends(get_connection)]) -> Any:
    """Being no coroutine, this function is handed to a thread as a whole."""
    database.execute(SLOW)
    return database.info["ran_in"]


@app.get("/pair")
async def pair() -> list[str]:
    """Two queries of one request, each on a connection of its own."""

    async def read_title() -> str:
        async with async_engine.connect() as connection:
            await connection.execute(SLOW)
        return "Emma"

    return list(await asyncio.gather(read_title(), read_title()))
