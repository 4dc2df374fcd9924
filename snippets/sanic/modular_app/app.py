"""An application of two modules, one of them mounted twice, put together by a factory."""

import os

from sanic import HTTPResponse, Request, Sanic, json

from . import books, readers
from .library import UnknownError


def create_app(books_prefix: str = "/books") -> Sanic:
    app = Sanic("modular_app")
    app.blueprint(books.create_blueprint("books", books_prefix))
    app.blueprint(books.create_blueprint("archive", "/archive"))
    app.blueprint(readers.blueprint)

    @app.get("/")
    async def index(request: Request) -> HTTPResponse:
        return json(
            {
                "books": app.url_for("books.shelf"),
                "archive": app.url_for("archive.shelf"),
                "reader": app.url_for("readers.reader", number=1),
            }
        )

    @app.get("/outside")
    async def outside(request: Request) -> HTTPResponse:
        raise UnknownError("No module's handler answers for this one.")

    return app


app = create_app(os.environ.get("BOOKS_PREFIX", "/books"))
