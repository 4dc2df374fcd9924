"""The same list by page number and by cursor."""

import os
from collections.abc import Iterable
from typing import Any

from flask import Flask, json, request, url_for
from pydantic import BaseModel, Field, ValidationError
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from .models import Book, db
from .pages import Cursor, read_page

app = Flask(__name__)
app.config.from_mapping(
    SECRET_KEY=os.environ["SECRET_KEY"],
    SQLALCHEMY_DATABASE_URI=os.environ.get("DATABASE_URL", "sqlite:///pagination.db"),
)
db.init_app(app)
with app.app_context():
    db.create_all()


class Bounds(BaseModel):
    limit: int = Field(default=20, ge=1, le=100)
    page: int = Field(default=1, ge=1, le=1_000_000)


def to_json(books: Iterable[Book]) -> list[dict[str, Any]]:
    return [{"id": book.id, "title": book.title} for book in books]


@app.get("/books")
def list_books() -> dict[str, Any]:
    bounds = Bounds.model_validate(request.args.to_dict())
    # Without an order, a row may turn up on two pages and another one on none.
    query = select(Book).order_by(Book.id.desc())
    books = db.paginate(query, page=bounds.page, per_page=bounds.limit)

    def link(page: int | None) -> str | None:
        return url_for("list_books", limit=bounds.limit, page=page) if page else None

    return {
        "count": books.total,
        "next": link(books.next_num),
        "previous": link(books.prev_num),
        "results": to_json(books),
    }


@app.get("/feed")
def list_feed() -> dict[str, Any]:
    limit = Bounds.model_validate(request.args.to_dict()).limit
    text = request.args.get("cursor")
    page = read_page(limit, Cursor.decode(text) if text else None)

    def link(cursor: Cursor | None) -> str | None:
        return url_for("list_feed", limit=limit, cursor=cursor.encode()) if cursor else None

    return {
        "next": link(page.next),
        "previous": link(page.previous),
        "results": to_json(page.books),
    }


@app.errorhandler(ValidationError)
def refuse_fields(error: ValidationError) -> tuple[dict[str, Any], int]:
    errors = {str(problem["loc"][0]): [problem["msg"]] for problem in error.errors()}
    return {"errors": errors}, 422


@app.errorhandler(HTTPException)
def answer_in_json(error: HTTPException) -> Response:
    response = error.get_response()
    response.content_type = "application/json"
    response.set_data(json.dumps({"detail": error.description}))
    return response
