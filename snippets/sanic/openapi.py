"""An API that describes itself: Sanic Extensions gathers what the decorators say.

The models become schemas; what is required, checked and answered is stated beside the handlers,
and nothing compares it with what they do.
"""

from itertools import count

from pydantic import BaseModel, Field, ValidationError
from sanic import HTTPResponse, Request, Sanic, json, redirect
from sanic.exceptions import NotFound
from sanic_ext import openapi
from sanic_ext.extensions.openapi.definitions import Component, Parameter, RequestBody, Response

app = Sanic("openapi")
app.config.FALLBACK_ERROR_FORMAT = "json"
app.config.REQUEST_MAX_SIZE = 16 * 1024
app.config.OAS_UI_DEFAULT = "swagger"
app.ext.openapi.describe("Reading list", version="1.0.0")


class BookIn(BaseModel):
    title: str = Field(min_length=1, max_length=200)
    year: int = Field(ge=1450, le=2100)


class Book(BookIn):
    id: int


class Page(BaseModel):
    limit: int = Field(default=20, ge=1, le=100)


class Problem(BaseModel):
    detail: str


# Each worker process has a store of its own: this one is for one worker, whose handlers run one
# at a time.
books = {1: Book(id=1, title="Middlemarch", year=1871), 2: Book(id=2, title="Kim", year=1901)}
next_id = count(3)


@app.get("/books")
@openapi.definition(
    operation="list_books",
    summary="Return the first books.",
    parameter=Parameter("limit", openapi.Integer(minimum=1, maximum=100, default=20), "query"),
    response=[
        Response({"application/json": [Component(Book)]}, status=200),
        Response({"application/json": Component(Problem)}, status=400),
    ],
)
async def list_books(request: Request) -> HTTPResponse:
    page = Page.model_validate({name: values[-1] for name, values in request.args.items()})
    return json([book.model_dump() for book in list(books.values())[: page.limit]])


@app.post("/books")
@openapi.definition(
    operation="create_book",
    summary="Add a book.",
    body=RequestBody({"application/json": Component(BookIn)}, required=True),
    response=[
        Response({"application/json": Component(Book)}, status=201),
        Response({"application/json": Component(Problem)}, status=400),
    ],
)
async def create_book(request: Request) -> HTTPResponse:
    data = BookIn.model_validate_json(request.body)
    book = Book(id=next(next_id), title=data.title, year=data.year)
    books[book.id] = book
    location = request.app.url_for("read_book", book_id=book.id)
    return json(book.model_dump(), status=201, headers={"Location": location})


@app.get("/books/<book_id:int>")
@openapi.definition(
    operation="read_book",
    summary="Return one book.",
    response=[
        Response({"application/json": Component(Book)}, status=200),
        Response({"application/json": Component(Problem)}, status=404),
    ],
)
async def read_book(request: Request, book_id: int) -> HTTPResponse:
    if book_id not in books:
        raise NotFound("There is no such book.")
    return json(books[book_id].model_dump())


@app.exception(ValidationError)
async def refuse(request: Request, error: ValidationError) -> HTTPResponse:
    wrong = [".".join(map(str, problem["loc"])) or "body" for problem in error.errors()]
    return json({"detail": f"Wrong or missing: {', '.join(wrong)}."}, status=400)


@app.exception(NotFound)
async def not_found(request: Request, error: NotFound) -> HTTPResponse:
    return json({"detail": str(error)}, status=404)


@app.get("/openapi.json")
@openapi.exclude()
async def document(request: Request) -> HTTPResponse:
    return redirect(request.app.url_for("openapi.spec"))
