"""List books with their authors: once with a query for each author, once with one query."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Response
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from .database import Count, Database, engine
from .models import Base, Book
from .seed import seed


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        seed(session)
    yield
    engine.dispose()


app = FastAPI(lifespan=lifespan)


class BookOut(BaseModel):
    title: str
    author: str


def to_json(books: Iterable[Book]) -> list[BookOut]:
    return [BookOut(title=book.title, author=book.author.name) for book in books]


# --8<-- [start:lazy]
@app.get("/books/lazy")
def list_lazily(database: Database, count: Count, response: Response) -> list[BookOut]:
    query = select(Book).order_by(Book.title)
    books = to_json(database.scalars(query))  # `book.author` asks the database once for each.
    response.headers["X-Query-Count"] = str(count.value)
    return books


# --8<-- [end:lazy]


# --8<-- [start:eager]
@app.get("/books/eager")
def list_eagerly(database: Database, count: Count, response: Response) -> list[BookOut]:
    query = select(Book).options(joinedload(Book.author)).order_by(Book.title)
    books = to_json(database.scalars(query))
    response.headers["X-Query-Count"] = str(count.value)
    return books


# --8<-- [end:eager]
