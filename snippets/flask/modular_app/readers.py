"""The readers: every request has to show a library card first."""

from flask import Blueprint, request, url_for

from .library import READERS, UnknownError, find

blueprint = Blueprint("readers", __name__)


@blueprint.before_request
def check_card() -> tuple[dict[str, str], int] | None:
    if "X-Library-Card" not in request.headers:
        return {"detail": "Show a library card."}, 403
    return None


@blueprint.errorhandler(UnknownError)
def unknown_reader(error: UnknownError) -> tuple[dict[str, str], int]:
    return {"detail": "No such reader."}, 404


@blueprint.get("/<int:number>")
def reader(number: int) -> dict[str, str]:
    return {"name": find(READERS, number), "url": url_for(".reader", number=number)}
