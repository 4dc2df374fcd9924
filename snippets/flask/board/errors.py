"""Errors, all of them in JSON."""

from collections import defaultdict
from typing import Any

from flask import Flask, json
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response


class FieldError(Exception):
    """One field is wrong in a way that only the database knows."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.errors = {field: [message]}


def answer_errors(errors: dict[str, list[str]]) -> tuple[dict[str, Any], int]:
    return {"detail": "Some fields are wrong.", "errors": errors}, 422


def refuse_fields(error: ValidationError) -> tuple[dict[str, Any], int]:
    errors: defaultdict[str, list[str]] = defaultdict(list)
    for problem in error.errors():
        # What is wrong with the body as a whole has no location.
        errors[str(problem["loc"][0]) if problem["loc"] else "body"].append(problem["msg"])
    return answer_errors(errors)


def refuse_field(error: FieldError) -> tuple[dict[str, Any], int]:
    return answer_errors(error.errors)


def answer_in_json(error: HTTPException) -> Response:
    # The exception's own response has its status and its headers, such as Allow of a 405.
    response = error.get_response()
    response.content_type = "application/json"
    response.set_data(json.dumps({"detail": error.description}))
    return response


def init_app(app: Flask) -> None:
    app.register_error_handler(ValidationError, refuse_fields)
    app.register_error_handler(FieldError, refuse_field)
    # An exception that nobody expects comes here as well, as a 500 that says nothing of it.
    app.register_error_handler(HTTPException, answer_in_json)
