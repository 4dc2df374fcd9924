"""Pages by cursor: each begins where the one before it ended, whatever was added meanwhile."""

from dataclasses import dataclass

from django.core import signing
from django.core.exceptions import BadRequest
from django.db.models import QuerySet

from .models import Book

signer = signing.Signer(salt="pagination.cursor")


@dataclass(frozen=True)
class Cursor:
    """A place in the list; the page lies after it, or before it."""

    book_id: int
    backwards: bool = False

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        try:
            return cls(*signer.unsign_object(text))
        except signing.BadSignature as error:
            raise BadRequest("The cursor is not one of ours.") from error

    def encode(self) -> str:
        return signer.sign_object([self.book_id, self.backwards])


@dataclass(frozen=True)
class Page:
    books: list[Book]
    next: Cursor | None
    previous: Cursor | None


def read_page(books: QuerySet[Book], limit: int, cursor: Cursor | None) -> Page:
    """Read the newest books, or those on one side of a cursor."""
    backwards = cursor is not None and cursor.backwards
    rows = books.order_by("pk" if backwards else "-pk")
    if cursor:
        beyond = {"pk__gt" if backwards else "pk__lt": cursor.book_id}
        rows = rows.filter(**beyond)
    found = list(rows[: limit + 1])  # The one too many tells whether there is more.
    more, found = len(found) > limit, found[:limit]
    if backwards:
        found.reverse()
    has_next, has_previous = (True, more) if backwards else (more, cursor is not None)
    return Page(
        found,
        next=Cursor(found[-1].pk) if found and has_next else None,
        previous=Cursor(found[0].pk, backwards=True) if found and has_previous else None,
    )
