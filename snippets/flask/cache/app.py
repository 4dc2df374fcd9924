"""A book that is dear to compute, and a change that makes the cached one old."""

import logging
import os
import time
from functools import partial
from typing import Any

from flask import Flask, Response, abort, jsonify
from sqlalchemy import update
from werkzeug.exceptions import NotFound

from .models import Book, db, seed
from .read_through import cache, forget, read_through

logging.basicConfig(level=logging.INFO)

app = Flask(__name__)
app.config.from_mapping(
    SQLALCHEMY_DATABASE_URI=os.environ.get("DATABASE_URL", "sqlite:///cache.db"),
    CACHE_TYPE=f"{__package__}.backend.JSONRedisCache",
    CACHE_REDIS_URL=os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
    CACHE_KEY_PREFIX="reading-list:",
    CACHE_DEFAULT_TIMEOUT=60,
    # A cache that does not answer must not cost more than what it saves.
    CACHE_OPTIONS={"socket_connect_timeout": 0.25, "socket_timeout": 0.25},
)
cache.init_app(app)
db.init_app(app)
with app.app_context():
    db.create_all()
    seed()


def compute_book(book_id: int) -> dict[str, Any] | None:
    book = db.session.get(Book, book_id)
    if book is None:
        return None
    app.logger.info("Computing book %d", book_id)
    time.sleep(0.3)  # Stands for whatever makes it worth a cache.
    return {"id": book.id, "title": book.title, "likes": book.likes}


# SQLite takes no larger number, and no book has one.
@app.get("/books/<int(max=2147483647):book_id>")
def read_book(book_id: int) -> Response:
    book, outcome = read_through(f"book:{book_id}", partial(compute_book, book_id))
    if book is None:
        abort(404)
    response = jsonify(book)
    response.headers["X-Cache"] = outcome
    return response


@app.post("/books/<int(max=2147483647):book_id>/likes")
def like_book(book_id: int) -> tuple[str, int]:
    liked = db.session.execute(
        update(Book).where(Book.id == book_id).values(likes=Book.likes + 1).returning(Book.id)
    ).first()
    # Before the cache forgets it: a reader in between would cache the old row again.
    db.session.commit()
    if liked is None:
        abort(404)
    forget(f"book:{book_id}")
    return "", 204


@app.errorhandler(NotFound)
def answer_not_found(_: NotFound) -> tuple[dict[str, str], int]:
    return {"detail": "There is no such book."}, 404
