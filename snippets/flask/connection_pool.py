"""A bounded number of connections to PostgreSQL, shared by all threads."""

import os

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

app = Flask(__name__)
app.config.from_mapping(
    SQLALCHEMY_DATABASE_URI=os.environ.get("DATABASE_URL", "postgresql:///reading_list"),
    SQLALCHEMY_ENGINE_OPTIONS={
        "pool_size": int(os.environ.get("POOL_SIZE", "5")),
        # Left out, ten more connections may be opened when it gets tight.
        "max_overflow": 0,
        "pool_timeout": float(os.environ.get("POOL_TIMEOUT", "10")),
        # Ask each connection for a sign of life first; one that PostgreSQL ended is replaced.
        "pool_pre_ping": True,
    },
)
db = SQLAlchemy(app)


@app.errorhandler(PoolTimeoutError)
def answer_overload(_: PoolTimeoutError) -> tuple[dict[str, str], int, dict[str, str]]:
    return {"detail": "The database is busy. Come back later."}, 503, {"Retry-After": "1"}


# The session takes a connection for its first query, and Flask-SQLAlchemy ends it, and so gives
# the connection back, after each request.
@app.get("/report")
def report() -> dict[str, str]:
    db.session.execute(text("SELECT pg_sleep(0.15)"))
    return {"report": "ready"}


@app.get("/backend")
def backend() -> dict[str, int | None]:
    """Tell which process of PostgreSQL has answered."""
    return {"pid": db.session.scalar(text("SELECT pg_backend_pid()"))}


@app.get("/broken")
def broken() -> dict[str, int | None]:
    return {"result": db.session.scalar(text("SELECT 1 / 0"))}
