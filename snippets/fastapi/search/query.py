"""What may be searched for, and the statement that it becomes."""

from typing import Any, Literal

from pydantic import BaseModel, Field
from sqlalchemy import Select, UnaryExpression, or_, select
from sqlalchemy.orm import contains_eager

from .models import Author, Book

ORDERS: dict[str, UnaryExpression[Any]] = {
    "title": Book.title.asc(),
    "-title": Book.title.desc(),
    "year": Book.year.asc(),
    "-year": Book.year.desc(),
}


class Search(BaseModel):
    # A hundred letters hold fifty words at most; thousands would be too deep for SQLite's parser.
    # PostgreSQL knows no NUL.
    q: str = Field(default="", max_length=100, pattern=r"^[^\x00]*$")
    year_from: int | None = Field(default=None, ge=0, le=9999)
    year_to: int | None = Field(default=None, ge=0, le=9999)
    order_by: Literal["title", "-title", "year", "-year"] = "title"

    def statement(self) -> Select[Book]:
        # The join that the search needs anyway also fills book.author.
        query = select(Book).join(Book.author).options(contains_eager(Book.author))
        for word in self.q.split():
            # autoescape makes %, _ and the escape character mean themselves.
            in_title = Book.title.icontains(word, autoescape=True)
            in_author = Author.name.icontains(word, autoescape=True)
            query = query.where(or_(in_title, in_author))
        if self.year_from is not None:
            query = query.where(Book.year >= self.year_from)
        if self.year_to is not None:
            query = query.where(Book.year <= self.year_to)
        return query.order_by(ORDERS[self.order_by], Book.id)
