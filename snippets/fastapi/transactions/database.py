"""The engine, its tables, and a session for each request."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from .models import Base


def make_engine() -> Engine:
    url = make_url(os.environ.get("DATABASE_URL", "sqlite:///transactions.db"))
    if url.get_backend_name() != "sqlite":
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": 20})
    begin_immediately(engine)
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


engine = make_engine()


def get_session() -> Iterator[Session]:
    # No commit after the yield: that would run when the answer is already on its way.
    with Session(engine) as session:
        yield session


Database = Annotated[Session, Depends(get_session)]


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    Base.metadata.create_all(engine)
    yield
    engine.dispose()
