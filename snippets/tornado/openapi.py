"""An API that describes itself, as far as that can be done by hand.

No package for it is kept up, so the document is written beside the handlers. Its schemas come from
the models that check the requests; paths and statuses are held to the truth by tests alone.
"""

import asyncio
from http import HTTPStatus
from itertools import count
from typing import Any, TypeVar

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from pydantic.json_schema import models_json_schema
from tornado.options import define, options, parse_command_line
from tornado.routing import URLSpec
from tornado.template import Template
from tornado.web import Application, HTTPError, RequestHandler

define("port", default=8000, type=int, help="port to listen on")


class BookIn(BaseModel):
    title: str = Field(min_length=1, max_length=200, examples=["Middlemarch"])
    year: int = Field(ge=1450, le=2100, examples=[1871])


class Book(BookIn):
    id: int


class Page(BaseModel):
    limit: int = Field(default=20, ge=1, le=100)


class Problem(BaseModel):
    detail: str


Model = TypeVar("Model", bound=BaseModel)
BOOK_LIST = TypeAdapter(list[Book])

# One event loop runs all handlers, one at a time: the store needs no lock.
books = {1: Book(id=1, title="Middlemarch", year=1871), 2: Book(id=2, title="Kim", year=1901)}
next_id = count(3)


class JSONHandler(RequestHandler):
    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.set_status(status_code)
        detail = HTTPStatus(status_code).phrase
        if "exc_info" in kwargs and isinstance(kwargs["exc_info"][1], HTTPError):
            detail = kwargs["exc_info"][1].log_message or detail
        self.finish({"detail": detail})

    def check(self, model: type[Model], value: dict[str, str] | bytes) -> Model:
        try:
            if isinstance(value, bytes):
                return model.model_validate_json(value)
            return model.model_validate(value)
        except ValidationError as error:
            wrong = [".".join(map(str, problem["loc"])) or "body" for problem in error.errors()]
            message = f"Wrong or missing: {', '.join(wrong)}."
            raise HTTPError(400, message.replace("%", "%%")) from error


class BooksHandler(JSONHandler):
    def get(self) -> None:
        page = self.check(
            Page, {name: self.get_query_argument(name) for name in self.request.query_arguments}
        )
        self.set_header("Content-Type", "application/json")
        self.write(BOOK_LIST.dump_json(list(books.values())[: page.limit]))

    def post(self) -> None:
        data = self.check(BookIn, self.request.body)
        book = Book(id=next(next_id), title=data.title, year=data.year)
        books[book.id] = book
        self.set_status(201)
        self.set_header("Location", self.reverse_url("book", book.id))
        self.write(book.model_dump())


class BookHandler(JSONHandler):
    def get(self, book_id: str) -> None:
        book = books.get(int(book_id))
        if book is None:
            raise HTTPError(404, "There is no such book.")
        self.write(book.model_dump())


def answer(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def describe() -> dict[str, Any]:
    """Return the document. Its version is 3.1, whose schemas are JSON Schema, as Pydantic's are."""
    _, models = models_json_schema(
        [(BookIn, "validation"), (Book, "validation"), (Problem, "validation")],
        ref_template="#/components/schemas/{model}",
    )
    wrong = answer("Something is wrong with the request", ref(Problem))
    return {
        "openapi": "3.1.0",
        "info": {"title": "Reading list", "version": "1.0.0"},
        "paths": {
            "/books": {
                "get": {
                    "operationId": "list_books",
                    "summary": "Return the first books.",
                    "parameters": [
                        {
                            "name": "limit",
                            "in": "query",
                            "schema": Page.model_json_schema()["properties"]["limit"],
                        }
                    ],
                    "responses": {
                        "200": answer("The books", {"type": "array", "items": ref(Book)}),
                        "400": wrong,
                    },
                },
                "post": {
                    "operationId": "create_book",
                    "summary": "Add a book.",
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": ref(BookIn)}},
                    },
                    "responses": {"201": answer("The new book", ref(Book)), "400": wrong},
                },
            },
            "/books/{book_id}": {
                "get": {
                    "operationId": "read_book",
                    "summary": "Return one book.",
                    "parameters": [
                        {
                            "name": "book_id",
                            "in": "path",
                            "required": True,
                            "schema": {"type": "integer"},
                        }
                    ],
                    "responses": {
                        "200": answer("The book", ref(Book)),
                        "404": answer("No such book", ref(Problem)),
                    },
                },
            },
        },
        "components": {"schemas": models["$defs"]},
    }


DOCUMENT = describe()


class DocumentHandler(RequestHandler):
    def get(self) -> None:
        self.write(DOCUMENT)


PAGE = Template("""\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ document["info"]["title"] }}</title></head>
<body>
<h1>{{ document["info"]["title"] }} {{ document["info"]["version"] }}</h1>
<ul>
{% for path, methods in document["paths"].items() %}
{% for method, operation in methods.items() %}
<li><code>{{ method.upper() }} {{ path }}</code> – {{ operation["summary"] }}</li>
{% end %}
{% end %}
</ul>
<p>In full: <a href="/openapi.json">openapi.json</a></p>
</body>
</html>
""")


class PageHandler(RequestHandler):
    def get(self) -> None:
        self.write(PAGE.generate(document=DOCUMENT))


def make_app() -> Application:
    return Application(
        [
            URLSpec(r"/books", BooksHandler),
            URLSpec(r"/books/([0-9]{1,9})", BookHandler, name="book"),
            URLSpec(r"/openapi\.json", DocumentHandler),
            URLSpec(r"/docs", PageHandler),
        ],
        default_handler_class=NotFoundHandler,
    )


class NotFoundHandler(JSONHandler):
    def prepare(self) -> None:
        raise HTTPError(404)


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1", max_body_size=16 * 1024)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
