"""A JSON body checked by a Pydantic model, with every wrong field named in the answer.

Sanic Extensions' @validate takes a body of any content type, so this handler reads it itself.
"""

from typing import Annotated, TypeVar

from pydantic import BaseModel, Field, ValidationError
from sanic import HTTPResponse, Request, Sanic, json
from sanic.exceptions import NotFound, SanicException

app = Sanic("json_body")
app.config.FALLBACK_ERROR_FORMAT = "json"


class BookIn(BaseModel):
    title: Annotated[str, Field(min_length=1, max_length=200)]
    year: Annotated[int, Field(ge=1450, le=2100)]


class Book(BookIn):
    id: int


Model = TypeVar("Model", bound=BaseModel)


# --8<-- [start:read_json]
def read_json(request: Request, model: type[Model]) -> Model:
    """Return the request's JSON as a model; raise what handle_invalid answers."""
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise SanicException("The body must be application/json.", status_code=415, quiet=True)
    # strict: the text "1984" is not the number 1984.
    return model.model_validate_json(request.body, strict=True)


@app.exception(ValidationError)
async def handle_invalid(request: Request, error: ValidationError) -> HTTPResponse:
    errors: dict[str, list[str]] = {}
    for item in error.errors():
        if item["loc"]:
            errors.setdefault(str(item["loc"][0]), []).append(item["msg"])
    if errors:
        return json({"errors": errors}, status=422)
    return json({"detail": "The body must be a JSON object."}, status=400)


# --8<-- [end:read_json]


# Each worker process has a list of its own: this store is for one worker. Inside of it no handler
# awaits between reading the length and appending, so the list needs no lock.
books: list[Book] = []


@app.post("/books")
async def create_book(request: Request) -> HTTPResponse:
    data = read_json(request, BookIn)
    book = Book(id=len(books) + 1, **data.model_dump())
    books.append(book)
    location = request.app.url_for("get_book", book_id=book.id)
    return json(book.model_dump(), status=201, headers={"Location": location})


@app.get("/books")
async def list_books(request: Request) -> HTTPResponse:
    return json([book.model_dump() for book in books])


@app.get("/books/<book_id:int>")
async def get_book(request: Request, book_id: int) -> HTTPResponse:
    for book in books:
        if book.id == book_id:
            return json(book.model_dump())
    raise NotFound(f"There is no book {book_id}.")
