"""Liveness, which depends on nothing, and readiness, which asks the database."""

import os

from flask import Flask
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

app = Flask(__name__)

url = make_url(os.environ.get("DATABASE_URL", "sqlite:///health_check.db"))
# A database that accepts a connection and then says nothing must not hold a check up, and a
# pooled connection would not notice. So checks have an engine that keeps none.
timeouts = {"connect_timeout": 2} if url.get_backend_name() == "postgresql" else {}
engine = create_engine(url, poolclass=NullPool, connect_args=timeouts)


@app.get("/livez")
def livez() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/readyz")
def readyz() -> tuple[dict[str, str | list[str]], int]:
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except DBAPIError as error:
        app.logger.warning("Not ready: the database cannot be asked: %s", error)
        return {"status": "unavailable", "failing": ["database"]}, 503
    return {"status": "ok"}, 200


@app.after_request
def forbid_storing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
