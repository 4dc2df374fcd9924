"""A reading list: anybody may see it; who is logged in may add a book."""

import os
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, jsonify, request, session
from flask.typing import ResponseReturnValue
from pydantic import ValidationError
from sqlalchemy import select

from .models import Book, NewBook, db

shelf = Blueprint("shelf", __name__)


@shelf.get("/books")
def list_books() -> ResponseReturnValue:
    books = db.session.scalars(select(Book).order_by(Book.id))
    return jsonify([{"title": b.title, "stars": b.stars, "reader": b.reader} for b in books])


@shelf.post("/books")
def add_book() -> ResponseReturnValue:
    reader = session.get("reader")
    if reader is None:
        return {"detail": "Log in first."}, 401
    try:
        new = NewBook.model_validate(request.get_json())
    except ValidationError as error:
        return {"errors": {str(e["loc"][0]): [e["msg"]] for e in error.errors() if e["loc"]}}, 400
    db.session.add(Book(title=new.title, stars=new.stars, reader=reader))
    db.session.commit()
    return new.model_dump(), 201


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Make an application; what a test configures is set before the database is opened."""
    app = Flask(__name__)
    app.config.from_mapping(
        SECRET_KEY=os.environ.get("SECRET_KEY"),
        MAX_CONTENT_LENGTH=64 * 1024,
        SQLALCHEMY_DATABASE_URI=os.environ.get("DATABASE_URL", "sqlite:///testing.db"),
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.config.from_mapping(config or {})
    db.init_app(app)
    app.register_blueprint(shelf)
    with app.app_context():
        db.create_all()
    return app
