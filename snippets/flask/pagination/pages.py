"""Pages by cursor: each begins where the one before it ended, whatever was added meanwhile."""

from dataclasses import dataclass

from flask import abort, current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select

from .models import Book, db


@dataclass(frozen=True)
class Cursor:
    """A place in the list; the page lies after it, or before it."""

    book_id: int
    backwards: bool = False

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        try:
            return cls(*serializer().loads(text))
        except BadData:
            abort(400, "The cursor is not one of ours.")

    def encode(self) -> str:
        return str(serializer().dumps([self.book_id, self.backwards]))


def serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="pagination.cursor")


@dataclass(frozen=True)
class Page:
    books: list[Book]
    next: Cursor | None
    previous: Cursor | None


def read_page(limit: int, cursor: Cursor | None) -> Page:
    """Read the newest books, or those on one side of a cursor."""
    backwards = cursor is not None and cursor.backwards
    # The one too many tells whether there is more.
    query = select(Book).order_by(Book.id if backwards else Book.id.desc()).limit(limit + 1)
    if cursor:
        beyond = Book.id > cursor.book_id if backwards else Book.id < cursor.book_id
        query = query.where(beyond)
    found = list(db.session.scalars(query))
    more, found = len(found) > limit, found[:limit]
    if backwards:
        found.reverse()
    has_next, has_previous = (True, more) if backwards else (more, cursor is not None)
    return Page(
        found,
        next=Cursor(found[-1].id) if found and has_next else None,
        previous=Cursor(found[0].id, backwards=True) if found and has_previous else None,
    )
