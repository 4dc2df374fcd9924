"""The engine, and its tables."""

import os
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from .models import Base

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


def make_engine() -> AsyncEngine:
    """Return an engine for DATABASE_URL, with a driver that can be awaited."""
    url = make_url(os.environ.get("DATABASE_URL", "sqlite:///transactions.db"))
    url = url.set(drivername=DRIVERS[url.get_backend_name()])
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url)
    engine = create_async_engine(url, connect_args={"timeout": 20})
    begin_immediately(engine.sync_engine)
    return engine


def begin_immediately(engine: Engine) -> None:
    """Let each transaction ask SQLite for the right to write when it begins, and wait for it.

    The driver's own BEGIN comes with the first change. Two transactions that have both read by
    then could both wait for the other one to end, so SQLite fails one of them at once.
    """

    @event.listens_for(engine, "connect")
    def leave_begin_to_us(connection: Any, _: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


async def create_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
