"""The shelf as the server sees it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import Base, Book, engine


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    Base.metadata.create_all(engine)
    yield
    engine.dispose()


app = FastAPI(lifespan=lifespan)


class BookOut(BaseModel):
    title: str
    author: str


@app.get("/books")
def list_books() -> list[BookOut]:
    with Session(engine) as session:
        books = session.scalars(select(Book).order_by(Book.author, Book.id))
        return [BookOut(title=book.title, author=book.author) for book in books]
