"""An application of two modules, one of them mounted twice, put together by a factory."""

import os

from flask import Flask, url_for

from . import books, readers
from .library import UnknownError


def create_app(books_prefix: str = "/books") -> Flask:
    app = Flask(__name__)
    app.register_blueprint(books.blueprint, url_prefix=books_prefix)
    app.register_blueprint(books.blueprint, url_prefix="/archive", name="archive")
    app.register_blueprint(readers.blueprint, url_prefix="/readers")

    @app.get("/")
    def index() -> dict[str, str]:
        return {
            "books": url_for("books.shelf"),
            "archive": url_for("archive.shelf"),
            "reader": url_for("readers.reader", number=1),
        }

    @app.get("/outside")
    def outside() -> str:
        raise UnknownError("No module's handler answers for this one.")

    return app


app = create_app(os.environ.get("BOOKS_PREFIX", "/books"))
