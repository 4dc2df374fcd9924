"""An application of two modules, one of them mounted twice, put together by a factory."""

import os

from fastapi import FastAPI

from . import books, readers
from .library import UnknownError


def create_app(books_prefix: str = "/books") -> FastAPI:
    app = FastAPI()
    app.include_router(books.create_router("books"), prefix=books_prefix)
    app.include_router(books.create_router("archive"), prefix="/archive")
    app.include_router(readers.router, prefix="/readers")

    @app.get("/")
    async def index() -> dict[str, str]:
        return {
            "books": str(app.url_path_for("books:shelf")),
            "archive": str(app.url_path_for("archive:shelf")),
            "reader": str(app.url_path_for("readers:reader", number=1)),
        }

    @app.get("/outside")
    async def outside() -> None:
        raise UnknownError("No module's route class answers for this one.")

    return app


app = create_app(os.environ.get("BOOKS_PREFIX", "/books"))
