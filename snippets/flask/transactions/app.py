"""Sell each copy of a book once, and sell all books of an order or none."""

import logging
import os
from typing import Any

from flask import Flask, json, request
from pydantic import ValidationError
from sqlalchemy import make_url
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from .database import begin_immediately
from .models import db
from .orders import place_order
from .schemas import OrderIn

app = Flask(__name__)
app.logger.setLevel(logging.INFO)

url = make_url(os.environ.get("DATABASE_URL", "sqlite:///transactions.db"))
on_sqlite = url.get_backend_name() == "sqlite"
app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
app.config["SQLALCHEMY_DATABASE_URI"] = url
app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"connect_args": {"timeout": 20}} if on_sqlite else {}
db.init_app(app)
with app.app_context():
    if on_sqlite:
        begin_immediately(db.engine)
    db.create_all()


@app.post("/orders")
def create_order() -> tuple[dict[str, Any], int]:
    data = OrderIn.model_validate_json(request.get_data())
    # Commits at the end of the block; abort() raises, and whatever is raised rolls back.
    with db.session.begin():
        order = place_order(data)
    app.logger.info("order %s confirmed", order.id)
    return order.model_dump(), 201


@app.post("/orders/broken")
def create_order_and_fail() -> tuple[dict[str, Any], int]:
    data = OrderIn.model_validate_json(request.get_data())
    with db.session.begin():
        order = place_order(data)
        fail()
    app.logger.info("order %s confirmed", order.id)
    return order.model_dump(), 201


def fail() -> None:
    raise RuntimeError("A bug, after everything was written and before it was committed.")


@app.errorhandler(ValidationError)
def refuse_fields(error: ValidationError) -> tuple[dict[str, Any], int]:
    errors = {
        ".".join(str(part) for part in problem["loc"]) or "body": [problem["msg"]]
        for problem in error.errors()
    }
    return {"errors": errors}, 422


@app.errorhandler(HTTPException)
def answer_in_json(error: HTTPException) -> Response:
    # The exception's own response has its status and its headers, such as Allow of a 405.
    response = error.get_response()
    response.content_type = "application/json"
    response.set_data(json.dumps({"detail": error.description}))
    return response
