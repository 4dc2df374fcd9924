"""An API that describes itself: SpecTree derives the document from the views' annotations."""

from itertools import count
from threading import Lock
from typing import Any

from flask import Flask, abort, redirect, request, url_for
from flask import json as flask_json
from pydantic import BaseModel, Field, RootModel
from spectree import Response, SpecTree
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 16 * 1024
spec = SpecTree("flask", title="Reading list", version="1.0.0", path="docs", mode="strict")


class BookIn(BaseModel):
    title: str = Field(min_length=1, max_length=200, examples=["Middlemarch"])
    year: int = Field(ge=1450, le=2100, examples=[1871])


class Book(BookIn):
    id: int


class BookList(RootModel[list[Book]]):
    pass


class Page(BaseModel):
    limit: int = Field(default=20, ge=1, le=100)


class Problem(BaseModel):
    detail: str


books = {1: Book(id=1, title="Middlemarch", year=1871), 2: Book(id=2, title="Kim", year=1901)}
next_id = count(3)
lock = Lock()  # The server answers requests in several threads.


@app.get("/books")
@spec.validate(resp=Response(HTTP_200=BookList), operation_id="list_books")
def list_books(query: Page) -> BookList:
    """Return the first books."""
    with lock:
        return BookList(list(books.values())[: query.limit])


@app.post("/books")
@spec.validate(resp=Response(HTTP_201=Book, HTTP_415=Problem), operation_id="create_book")
def create_book(json: BookIn) -> tuple[Book, int, dict[str, str]]:
    """Add a book."""
    if not request.is_json:  # SpecTree lets a form pass by unread, and `json` is None.
        abort(415, "Send the book as application/json.")
    with lock:
        book = Book(id=next(next_id), title=json.title, year=json.year)
        books[book.id] = book
    return book, 201, {"Location": url_for("read_book", book_id=book.id)}


@app.get("/books/<int:book_id>")
@spec.validate(resp=Response(HTTP_200=Book, HTTP_404=Problem), operation_id="read_book")
def read_book(book_id: int) -> Book:
    """Return one book."""
    with lock:
        book = books.get(book_id)
    if book is None:
        abort(404, "There is no such book.")
    return book


@app.errorhandler(HTTPException)
def answer_in_json(error: HTTPException) -> AnyResponse:
    response = error.get_response()
    if error.response is None:  # SpecTree aborts with a response that is complete.
        response.content_type = "application/json"
        response.set_data(flask_json.dumps({"detail": error.description}))
    return response


spec.register(app)


@app.get("/openapi.json")
def document() -> dict[str, Any]:
    described: dict[str, Any] = spec.spec
    return described


@app.get("/docs")
def ui() -> AnyResponse:
    return redirect("/docs/swagger/")
