"""Create a book from a JSON body, or name each field that is wrong."""

from collections import defaultdict
from itertools import count
from threading import Lock
from typing import Any

from flask import Flask, abort, json, request, url_for
from pydantic import BaseModel, Field, ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024


# --8<-- [start:models]
class BookIn(BaseModel):
    title: str = Field(min_length=1, max_length=200)
    year: int = Field(ge=1450, le=2100)


class Book(BookIn):
    id: int


# --8<-- [end:models]

books: dict[int, Book] = {}
next_id = count(1)
lock = Lock()  # The server answers requests in several threads.


# --8<-- [start:view]
@app.post("/books")
def create_book() -> tuple[dict[str, Any], int, dict[str, str]]:
    if not request.is_json:
        abort(415, "Send the book as application/json.")
    data = BookIn.model_validate_json(request.get_data())
    with lock:
        book = Book(id=next(next_id), title=data.title, year=data.year)
        books[book.id] = book
    return book.model_dump(), 201, {"Location": url_for("read_book", book_id=book.id)}


@app.get("/books")
def list_books() -> list[dict[str, Any]]:
    with lock:
        return [book.model_dump() for book in books.values()]


@app.get("/books/<int:book_id>")
def read_book(book_id: int) -> dict[str, Any]:
    with lock:
        book = books.get(book_id)
    if book is None:
        abort(404, "There is no such book.")
    return book.model_dump()


# --8<-- [end:view]


@app.errorhandler(ValidationError)
def refuse_fields(error: ValidationError) -> tuple[dict[str, Any], int]:
    errors: defaultdict[str, list[str]] = defaultdict(list)
    for problem in error.errors():
        # What is wrong with the body as a whole has no location.
        field = ".".join(str(part) for part in problem["loc"]) or "body"
        errors[field].append(problem["msg"])
    return {"errors": errors}, 422


@app.errorhandler(HTTPException)
def answer_in_json(error: HTTPException) -> Response:
    # The exception's own response has its status and its headers, such as Allow of a 405.
    response = error.get_response()
    response.content_type = "application/json"
    response.set_data(json.dumps({"detail": error.description}))
    return response
