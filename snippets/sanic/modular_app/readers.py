"""The readers: every request has to show a library card first."""

from sanic import Blueprint, HTTPResponse, Request, json

from .library import READERS, UnknownError, find

blueprint = Blueprint("readers", url_prefix="/readers")


@blueprint.middleware("request")
async def check_card(request: Request) -> HTTPResponse | None:
    if "x-library-card" not in request.headers:
        return json({"detail": "Show a library card."}, 403)
    return None


@blueprint.exception(UnknownError)
async def unknown_reader(request: Request, error: Exception) -> HTTPResponse:
    return json({"detail": "No such reader."}, 404)


@blueprint.get("/<number:int>")
async def reader(request: Request, number: int) -> HTTPResponse:
    url = request.app.url_for("readers.reader", number=number)
    return json({"name": find(READERS, number), "url": url})
