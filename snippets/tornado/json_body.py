"""A JSON body checked by a Pydantic model, with every wrong field named in the answer.

Tornado parses form bodies only: reading JSON, and refusing what is not JSON, is the handler's work.
"""

import asyncio
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from tornado.options import define, options, parse_command_line
from tornado.routing import URLSpec
from tornado.web import Application, HTTPError, RequestHandler

define("port", default=8000, type=int, help="port to listen on")


class BookIn(BaseModel):
    title: Annotated[str, Field(min_length=1, max_length=200)]
    year: Annotated[int, Field(ge=1450, le=2100)]


class Book(BookIn):
    id: int


BOOK_LIST = TypeAdapter(list[Book])
Model = TypeVar("Model", bound=BaseModel)


# --8<-- [start:json_handler]
class InvalidBodyError(HTTPError):
    """A body that is no JSON object (400), or one with wrong fields (422)."""

    def __init__(self, error: ValidationError) -> None:
        self.errors: dict[str, list[str]] = {}
        for item in error.errors():
            if item["loc"]:
                self.errors.setdefault(str(item["loc"][0]), []).append(item["msg"])
        super().__init__(422 if self.errors else 400)


class JSONHandler(RequestHandler):
    """Reads JSON, and answers JSON when something goes wrong."""

    def read_json(self, model: type[Model]) -> Model:
        content_type = self.request.headers.get("Content-Type", "")
        if content_type.partition(";")[0].strip().lower() != "application/json":
            raise HTTPError(415)
        try:
            # strict: the text "1984" is not the number 1984.
            return model.model_validate_json(self.request.body, strict=True)
        except ValidationError as error:
            raise InvalidBodyError(error) from error

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        answer: dict[str, Any] = {"detail": HTTPStatus(status_code).phrase}
        if "exc_info" in kwargs and isinstance(kwargs["exc_info"][1], InvalidBodyError):
            answer["errors"] = kwargs["exc_info"][1].errors
        self.finish(answer)


# --8<-- [end:json_handler]


class BooksHandler(JSONHandler):
    def initialize(self, books: list[Book]) -> None:
        # One event loop runs all handlers, and none of them awaits between reading the length
        # and appending: the list needs no lock.
        self.books = books

    def get(self) -> None:
        # write() turns a dict into JSON, but refuses a list: that one comes as bytes.
        self.set_header("Content-Type", "application/json")
        self.write(BOOK_LIST.dump_json(self.books))

    def post(self) -> None:
        data = self.read_json(BookIn)
        book = Book(id=len(self.books) + 1, **data.model_dump())
        self.books.append(book)
        self.set_status(201)
        self.set_header("Location", self.reverse_url("book", book.id))
        self.write(book.model_dump())


class BookHandler(JSONHandler):
    def initialize(self, books: list[Book]) -> None:
        self.books = books

    def get(self, book_id: str) -> None:
        for book in self.books:
            if book.id == int(book_id):
                self.write(book.model_dump())
                return
        raise HTTPError(404)


def make_app() -> Application:
    shared: dict[str, list[Book]] = {"books": []}
    return Application(
        [
            URLSpec(r"/books", BooksHandler, shared),
            URLSpec(r"/books/([0-9]{1,9})", BookHandler, shared, name="book"),
        ]
    )


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
