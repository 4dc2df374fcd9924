"""Queries wait in the thread of their request, so it takes a thread for each that waits."""

import os
import threading
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, event, text

app = Flask(__name__)
app.config.from_mapping(
    SQLALCHEMY_DATABASE_URI=os.environ.get("DATABASE_URL", "postgresql:///reading_list"),
    SQLALCHEMY_ENGINE_OPTIONS={"pool_size": 5, "max_overflow": 0, "pool_pre_ping": True},
)
db = SQLAlchemy(app)

SLOW = text("SELECT pg_sleep(0.6)")


def here() -> dict[str, str | bool]:
    """Name the thread that runs this; none of them has an event loop."""
    return {"thread": threading.current_thread().name, "on_the_loop": False}


with app.app_context():

    @event.listens_for(db.engine, "before_cursor_execute")
    def note_thread(connection: Connection, *_: Any) -> None:
        connection.info["ran_in"] = here()


@app.get("/ways")
def ways() -> list[str]:
    return ["/sync"]


@app.get("/ping")
def ping() -> dict[str, str | bool]:
    return here()


@app.get("/sync")
def slow() -> dict[str, str | bool]:
    db.session.execute(SLOW)
    # Still the same connection: the session keeps it until the request ends.
    ran_in: dict[str, str | bool] = db.session.connection().info["ran_in"]
    return ran_in


@app.get("/pair")
def pair() -> list[str]:
    """Two queries: a thread runs one after the other."""
    for _ in range(2):
        db.session.execute(SLOW)
    return ["Emma", "Emma"]
