"""Errors, all of them in JSON."""

from pydantic import ValidationError
from sanic import HTTPResponse, Request, json
from sanic.exceptions import SanicException

from .context import App


class FieldError(Exception):
    """One field is wrong in a way that only the database knows."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.errors = {field: [message]}


def answer_errors(errors: dict[str, list[str]]) -> HTTPResponse:
    return json({"detail": "Some fields are wrong.", "errors": errors}, status=422)


async def refuse_fields(request: Request, error: ValidationError) -> HTTPResponse:
    errors: dict[str, list[str]] = {}
    for problem in error.errors():
        # What is wrong with the body as a whole has no location.
        field = str(problem["loc"][0]) if problem["loc"] else "body"
        errors.setdefault(field, []).append(problem["msg"])
    return answer_errors(errors)


async def refuse_field(request: Request, error: FieldError) -> HTTPResponse:
    return answer_errors(error.errors)


async def answer_refusal(request: Request, error: SanicException) -> HTTPResponse:
    request.app.error_handler.log(request, error)
    # Sanic's own errors of status 500 quote code and values.
    detail = "Internal Server Error" if error.status_code == 500 else str(error)
    return json({"detail": detail}, status=error.status_code, headers=error.headers)


async def answer_failure(request: Request, error: Exception) -> HTTPResponse:
    request.app.error_handler.log(request, error)
    return json({"detail": "Internal Server Error"}, status=500)


def init_app(app: App) -> None:
    app.error_handler.add(ValidationError, refuse_fields)
    app.error_handler.add(FieldError, refuse_field)
    app.error_handler.add(SanicException, answer_refusal)
    app.error_handler.add(Exception, answer_failure)
