"""The engine, its tables, and a database session for each request."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from .models import Base

engine = create_engine(os.environ.get("DATABASE_URL", "sqlite:///permissions.db"))


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


Database = Annotated[Session, Depends(get_session)]


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
