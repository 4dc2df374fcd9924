"""The engine, and a session for each request that knows how many queries it has sent."""

import os
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Depends
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.orm import Session

engine = create_engine(os.environ.get("DATABASE_URL", "sqlite:///relations.db"))


class QueryCount:
    def __init__(self) -> None:
        self.value = 0


@event.listens_for(engine, "before_cursor_execute")
def count_query(connection: Connection, *_: Any) -> None:
    query_count = connection.get_execution_options().get("query_count")
    if query_count is not None:
        query_count.value += 1


async def get_query_count() -> QueryCount:
    return QueryCount()


Count = Annotated[QueryCount, Depends(get_query_count)]


def get_session(query_count: Count) -> Iterator[Session]:
    # The same engine and pool, with an option that its hook finds on the connection.
    with Session(engine.execution_options(query_count=query_count)) as session:
        yield session


Database = Annotated[Session, Depends(get_session)]
