"""Create a book from a JSON body, or name each field that is wrong."""

from itertools import count

from fastapi import FastAPI, HTTPException, Request, Response, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

app = FastAPI(max_body_size=1024 * 1024)


# --8<-- [start:models]
class BookIn(BaseModel):
    title: str = Field(min_length=1, max_length=200)
    year: int = Field(ge=1450, le=2100)


class Book(BookIn):
    id: int


# --8<-- [end:models]

# `async def` endpoints run one at a time on the event loop, so no lock guards this store.
books: dict[int, Book] = {}
next_id = count(1)


# --8<-- [start:view]
@app.post("/books", status_code=status.HTTP_201_CREATED)
async def create_book(data: BookIn, response: Response) -> Book:
    book = Book(id=next(next_id), title=data.title, year=data.year)
    books[book.id] = book
    response.headers["Location"] = app.url_path_for("read_book", book_id=book.id)
    return book


@app.get("/books")
async def list_books() -> list[Book]:
    return list(books.values())


@app.get("/books/{book_id:int}")
async def read_book(book_id: int) -> Book:
    if book_id not in books:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such book.")
    return books[book_id]


# --8<-- [end:view]


# --8<-- [start:errors]
@app.exception_handler(RequestValidationError)
async def refuse_fields(_: Request, error: RequestValidationError) -> JSONResponse:
    # FastAPI's own handler repeats the input as well, which fails (500) where JSON cannot
    # carry it, such as NaN or half of a surrogate pair.
    detail = [{key: problem[key] for key in ("type", "loc", "msg")} for problem in error.errors()]
    return JSONResponse({"detail": detail}, 422)


# --8<-- [end:errors]
