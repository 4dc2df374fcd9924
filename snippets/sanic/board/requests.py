"""What goes in and out: JSON, checked by Pydantic."""

from typing import TypeVar

from pydantic import BaseModel
from sanic import HTTPResponse, raw
from sanic.exceptions import Forbidden, SanicException

from .context import Request

Model = TypeVar("Model", bound=BaseModel)


async def refuse_cross_site(request: Request) -> None:
    """Refuse what a page of another site makes a browser send.

    Every current browser sends Sec-Fetch-Site, older ones Origin; a client that sends neither is
    no browser and holds nobody's cookie by accident.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        allowed = site in {"same-origin", "none"}
    else:
        allowed = origin is None or origin.partition("://")[2] == request.host
    if not allowed:
        raise Forbidden("Cross-site requests are refused.")


def read_json(request: Request, model: type[Model]) -> Model:
    """Return the request's JSON as a model; the application answers its ValidationError."""
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise SanicException("Send application/json.", status_code=415, quiet=True)
    return model.model_validate_json(request.body)


def read_query(request: Request, model: type[Model]) -> Model:
    return model.model_validate({name: values[-1] for name, values in request.args.items()})


def answer(
    model: BaseModel, status: int = 200, headers: dict[str, str] | None = None
) -> HTTPResponse:
    return raw(model.model_dump_json(), status, headers, "application/json")
