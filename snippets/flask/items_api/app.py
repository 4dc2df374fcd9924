"""Create, list, read, replace and delete items, on SQLite or PostgreSQL."""

import os
from collections import defaultdict
from typing import Any

from flask import Flask, json
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from .models import db
from .views import items


def refuse_fields(error: ValidationError) -> tuple[dict[str, Any], int]:
    errors: defaultdict[str, list[str]] = defaultdict(list)
    for problem in error.errors():
        # What is wrong with the body as a whole has no location.
        field = ".".join(str(part) for part in problem["loc"]) or "body"
        errors[field].append(problem["msg"])
    return {"errors": errors}, 422


def answer_in_json(error: HTTPException) -> Response:
    # The exception's own response has its status and its headers, such as Allow of a 405.
    response = error.get_response()
    response.content_type = "application/json"
    response.set_data(json.dumps({"detail": error.description}))
    return response


# --8<-- [start:factory]
def create_app() -> Flask:
    app = Flask(__name__)
    app.config.from_mapping(
        MAX_CONTENT_LENGTH=1024 * 1024,
        SQLALCHEMY_DATABASE_URI=os.environ.get("DATABASE_URL", "sqlite:///items_api.db"),
    )
    app.register_blueprint(items)
    app.register_error_handler(ValidationError, refuse_fields)
    app.register_error_handler(HTTPException, answer_in_json)
    db.init_app(app)
    with app.app_context():
        try:
            db.create_all()
        except DBAPIError:  # Another worker was creating the table: now it is there.
            db.create_all()
    return app


app = create_app()
# --8<-- [end:factory]
