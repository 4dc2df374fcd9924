"""List books with their authors: once with a query for each author, once with one query."""

import os
from collections.abc import Iterable

from flask import Flask, Response
from flask_sqlalchemy.record_queries import get_recorded_queries
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .models import Book, db
from .seed import seed

app = Flask(__name__)
app.config.from_mapping(
    SQLALCHEMY_DATABASE_URI=os.environ.get("DATABASE_URL", "sqlite:///relations.db"),
    SQLALCHEMY_RECORD_QUERIES=True,
)
db.init_app(app)
with app.app_context():
    db.create_all()
    seed()


def to_json(books: Iterable[Book]) -> list[dict[str, str]]:
    return [{"title": book.title, "author": book.author.name} for book in books]


# --8<-- [start:lazy]
@app.get("/books/lazy")
def list_lazily() -> list[dict[str, str]]:
    books = db.session.scalars(select(Book).order_by(Book.title))
    return to_json(books)  # `book.author` asks the database once for each book.


# --8<-- [end:lazy]


# --8<-- [start:eager]
@app.get("/books/eager")
def list_eagerly() -> list[dict[str, str]]:
    query = select(Book).options(joinedload(Book.author)).order_by(Book.title)
    return to_json(db.session.scalars(query))


# --8<-- [end:eager]


@app.after_request
def report_queries(response: Response) -> Response:
    # Flask-SQLAlchemy listens to the engine and keeps its records in this request's context.
    response.headers["X-Query-Count"] = str(len(get_recorded_queries()))
    return response
