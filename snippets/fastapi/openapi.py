"""An API that describes itself: FastAPI derives the document from the functions below."""

from itertools import count
from typing import Annotated

from fastapi import FastAPI, HTTPException, Path, Query, Response, status
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field


def use_function_name(route: APIRoute) -> str:
    # By default an operation is called after its path and method as well: list_books_books_get.
    return route.name


app = FastAPI(
    title="Reading list",
    version="1.0.0",
    generate_unique_id_function=use_function_name,
    max_body_size=16 * 1024,
)


class BookIn(BaseModel):
    title: str = Field(min_length=1, max_length=200, examples=["Middlemarch"])
    year: int = Field(ge=1450, le=2100, examples=[1871])


class Book(BookIn):
    id: int


class Problem(BaseModel):
    detail: str


# `async def` endpoints run one at a time on the event loop, so no lock guards this store.
books = {1: Book(id=1, title="Middlemarch", year=1871), 2: Book(id=2, title="Kim", year=1901)}
next_id = count(3)


@app.get("/books")
async def list_books(limit: Annotated[int, Query(ge=1, le=100)] = 20) -> list[Book]:
    """Return the first books."""
    return list(books.values())[:limit]


@app.post("/books", status_code=status.HTTP_201_CREATED)
async def create_book(data: BookIn, response: Response) -> Book:
    """Add a book."""
    book = Book(id=next(next_id), title=data.title, year=data.year)
    books[book.id] = book
    response.headers["Location"] = app.url_path_for("read_book", book_id=book.id)
    return book


# What a function raises cannot be seen in its types, so that the 404 has to be said.
@app.get("/books/{book_id}", responses={404: {"model": Problem, "description": "No such book"}})
async def read_book(book_id: Annotated[int, Path(ge=1)]) -> Book:
    """Return one book."""
    if book_id not in books:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such book.")
    return books[book_id]
