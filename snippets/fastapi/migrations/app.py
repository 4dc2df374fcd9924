"""An application whose one table has grown; Alembic migrates it."""

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from .models import Book, Database

# No create_all() at the start: it creates what is missing, and never changes what is there.
app = FastAPI()


class BookOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    title: str
    year: int


@app.get("/books")
def list_books(database: Database) -> list[BookOut]:
    books = database.scalars(select(Book).order_by(Book.sort_title))
    return [BookOut.model_validate(book) for book in books]
