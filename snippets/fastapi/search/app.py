"""Books found by words, years and order."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import FastAPI, Query
from pydantic import BaseModel

from .models import Base, Database, engine
from .query import Search


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    Base.metadata.create_all(engine)
    yield
    engine.dispose()


app = FastAPI(lifespan=lifespan)


class BookOut(BaseModel):
    title: str
    author: str
    year: int


@app.get("/books")
def list_books(search: Annotated[Search, Query()], database: Database) -> list[BookOut]:
    return [
        BookOut(title=book.title, author=book.author.name, year=book.year)
        for book in database.scalars(search.statement())
    ]
