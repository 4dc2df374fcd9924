"""An admin site over the books, made by sqladmin; users, roles and CSRF are the application's."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from pydantic import BaseModel
from sqladmin import Admin, ModelView
from sqlalchemy import select
from starlette.middleware import Middleware
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from .access import Login, Roles, SameSiteOnly
from .models import Base, Book, engine, new_session


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    Base.metadata.create_all(engine)
    yield
    engine.dispose()


app = FastAPI(lifespan=lifespan, max_body_size=64 * 1024)


class BookOut(BaseModel):
    title: str
    author: str
    year: int


@app.get("/books")
def list_books() -> list[BookOut]:
    with new_session() as session:
        books = session.scalars(select(Book).order_by(Book.title, Book.id))
        return [BookOut(title=book.title, author=book.author, year=book.year) for book in books]


class BookView(ModelView, model=Book):
    name_plural = "Books"
    column_list = [Book.title, Book.author, Book.year]
    column_searchable_list = [Book.title, Book.author]
    column_default_sort = "title"
    form_args = {
        "title": {"validators": [DataRequired(), Length(max=200)]},
        "author": {"validators": [DataRequired(), Length(max=100)]},
        "year": {"validators": [InputRequired(), NumberRange(1450, 2100)]},
    }


admin = Admin(
    app,
    engine,
    title="Reading list",
    middlewares=[Middleware(SameSiteOnly)],
    authentication_backend=Login(
        os.environ["SECRET_KEY"],
        # COOKIE_SECURE=0 is for a development server without TLS.
        https_only=os.environ.get("COOKIE_SECURE") != "0",
        same_site="lax",
    ),
    authorization_backend=Roles(),
)
admin.add_view(BookView)
