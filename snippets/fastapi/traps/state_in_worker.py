"""Books that are written down: in the memory of one process, or where all of them look."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Body, FastAPI, HTTPException
from sqlalchemy import String, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

engine = create_engine(os.environ.get("DATABASE_URL", "sqlite:///state_in_worker.db"))


class Base(DeclarativeBase):
    pass


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    try:
        Base.metadata.create_all(engine)
    except OperationalError:  # Another worker was creating the table: now it is there.
        Base.metadata.create_all(engine)
    yield
    engine.dispose()


app = FastAPI(lifespan=lifespan)
Title = Annotated[str, Body(embed=True, max_length=200)]

# --8<-- [start:bad]
titles: dict[int, str] = {}


@app.post("/bad/books", status_code=201)
def add_to_this_process(title: Title) -> int:
    book_id = len(titles) + 1
    titles[book_id] = title
    return book_id


@app.get("/bad/books/{book_id}")
def read_from_this_process(book_id: int) -> str:
    if book_id not in titles:
        raise HTTPException(404)
    return titles[book_id]


# --8<-- [end:bad]
# --8<-- [start:good]
class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))


@app.post("/good/books", status_code=201)
def add_to_the_database(title: Title) -> int:
    with Session(engine) as session, session.begin():
        book = Book(title=title)
        session.add(book)
        session.flush()
        return book.id


@app.get("/good/books/{book_id}")
def read_from_the_database(book_id: int) -> str:
    with Session(engine) as session:
        book = session.get(Book, book_id)
    if book is None:
        raise HTTPException(404)
    return book.title


# --8<-- [end:good]


@app.get("/worker")
def read_worker() -> int:
    """Tell which process answers."""
    return os.getpid()
