"""The books: a blueprint that can be registered under any prefix, and more than once."""

from flask import Blueprint, url_for

from .library import BOOKS, UnknownError, find

blueprint = Blueprint("books", __name__)


@blueprint.errorhandler(UnknownError)
def unknown_book(error: UnknownError) -> tuple[dict[str, str], int]:
    return {"detail": "No such book."}, 404


# A name that begins with a dot is looked up in the blueprint that serves this request.
@blueprint.get("/")
def shelf() -> dict[str, list[dict[str, str]]]:
    return {"books": [book(number) for number in BOOKS]}


@blueprint.get("/<int:number>")
def book(number: int) -> dict[str, str]:
    return {"title": find(BOOKS, number), "url": url_for(".book", number=number)}
