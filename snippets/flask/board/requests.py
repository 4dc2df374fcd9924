"""What is asked of every request before a view acts on it."""

from typing import TypeVar

from flask import abort, request
from pydantic import BaseModel

Model = TypeVar("Model", bound=BaseModel)


def refuse_cross_site() -> None:
    """Refuse what a page of another site makes a browser send.

    Every current browser sends Sec-Fetch-Site, older ones Origin; a client that sends neither is
    no browser and holds nobody's cookie by accident.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        allowed = site in {"same-origin", "none"}
    else:
        allowed = origin is None or origin.partition("://")[2] == request.host
    if not allowed:
        abort(403, "Cross-site requests are refused.")


def read_json(model: type[Model]) -> Model:
    if not request.is_json:
        abort(415, "Send application/json.")
    return model.model_validate_json(request.get_data())


def read_query(model: type[Model]) -> Model:
    return model.model_validate(request.args.to_dict())
