"""The engine, its tables, and the count of the queries that a request takes."""

from contextvars import ContextVar
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from .models import Base
from .settings import COUNT_QUERIES, DATABASE_URL

# Sanic runs each connection in a task of its own, with its own context, and the requests of a
# connection one after the other: what one request puts here, no other sees.
statements: ContextVar[list[str] | None] = ContextVar("statements", default=None)


def record(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
    recorded = statements.get()
    if recorded is not None:
        recorded.append(statement)


def create_engine() -> AsyncEngine:
    engine = create_async_engine(DATABASE_URL)
    if COUNT_QUERIES:
        event.listen(engine.sync_engine, "before_cursor_execute", record)
    return engine


async def create_tables(engine: AsyncEngine) -> None:
    """Create the tables that are missing."""
    for last_try in (False, True):
        try:
            async with engine.begin() as connection:
                await connection.run_sync(Base.metadata.create_all)
        except DBAPIError:
            # Another process may have created them between our look and our CREATE TABLE.
            if last_try:
                raise
        else:
            return
