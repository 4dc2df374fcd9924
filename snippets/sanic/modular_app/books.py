"""The books: a blueprint that is made anew for each name and prefix."""

from sanic import Blueprint, HTTPResponse, Request, json

from .library import BOOKS, UnknownError, find


def create_blueprint(name: str, prefix: str) -> Blueprint:
    # Not Blueprint.copy(): url_for then finds no name of the copy, and links the first to it.
    blueprint = Blueprint(name, url_prefix=prefix, strict_slashes=True)

    def describe(request: Request, number: int) -> dict[str, str]:
        url = request.app.url_for(f"{name}.book", number=number)
        return {"title": find(BOOKS, number), "url": url}

    @blueprint.exception(UnknownError)
    async def unknown_book(request: Request, error: Exception) -> HTTPResponse:
        return json({"detail": "No such book."}, 404)

    @blueprint.get("/")
    async def shelf(request: Request) -> HTTPResponse:
        return json({"books": [describe(request, number) for number in BOOKS]})

    @blueprint.get("/<number:int>")
    async def book(request: Request, number: int) -> HTTPResponse:
        return json(describe(request, number))

    return blueprint
