"""The engine, its tables, and a database session for each request."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Response
from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from .models import Base
from .settings import COUNT_QUERIES, DATABASE_URL

engine = create_engine(DATABASE_URL)


def create_tables() -> None:
    try:
        Base.metadata.create_all(engine)
    except DBAPIError:  # Another worker was creating the tables: now they are there.
        Base.metadata.create_all(engine)


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    create_tables()
    yield
    engine.dispose()


def get_session(response: Response) -> Iterator[Session]:
    # The same engine and pool, with an option that the counter finds on the connection.
    counted = engine.execution_options(headers=response.headers) if COUNT_QUERIES else engine
    with Session(counted) as session:
        yield session


Database = Annotated[Session, Depends(get_session)]


def count_query(connection: Any, *_: Any) -> None:
    headers = connection.get_execution_options().get("headers")
    if headers is not None:
        headers["X-Query-Count"] = str(int(headers.get("X-Query-Count", "0")) + 1)


if COUNT_QUERIES:
    event.listen(engine, "before_cursor_execute", count_query)
