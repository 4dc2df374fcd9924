"""The same list by offset and by cursor."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.datastructures import URL
from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select

from .models import Base, Book, Database, engine
from .pages import Cursor, read_page


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    Base.metadata.create_all(engine)
    yield
    engine.dispose()


app = FastAPI(lifespan=lifespan)

Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=2**31 - 1)]


class BookOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    title: str


class FeedOut(BaseModel):
    next: str | None
    previous: str | None
    results: list[BookOut]


class BooksOut(FeedOut):
    count: int


def link(name: str, **parameters: str | int) -> str:
    return str(URL(app.url_path_for(name)).include_query_params(**parameters))


@app.get("/books")
def list_books(database: Database, limit: Limit = 20, offset: Offset = 0) -> BooksOut:
    total = database.scalar(select(func.count(Book.id))) or 0
    # Without an order, a row may turn up on two pages and another one on none.
    books = database.scalars(select(Book).order_by(Book.id.desc()).limit(limit).offset(offset))
    after, before = offset + limit, max(offset - limit, 0)
    return BooksOut(
        count=total,
        next=link("list_books", limit=limit, offset=after) if after < total else None,
        previous=link("list_books", limit=limit, offset=before) if offset else None,
        results=[BookOut.model_validate(book) for book in books],
    )


@app.get("/feed")
def list_feed(database: Database, limit: Limit = 20, cursor: str | None = None) -> FeedOut:
    page = read_page(database, limit, Cursor.decode(cursor) if cursor else None)

    def link_to(place: Cursor | None) -> str | None:
        return link("list_feed", limit=limit, cursor=place.encode()) if place else None

    return FeedOut(
        next=link_to(page.next),
        previous=link_to(page.previous),
        results=[BookOut.model_validate(book) for book in page.books],
    )
