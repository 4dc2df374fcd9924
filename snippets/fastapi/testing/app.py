"""A reading list: anybody may see it; who is logged in may add a book."""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from .database import Base, Book, Database, engine


class NewBook(BaseModel):
    title: str = Field(min_length=1, max_length=200)
    stars: int = Field(ge=1, le=5)


class BookOut(NewBook):
    model_config = ConfigDict(from_attributes=True)

    reader: str


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    Base.metadata.create_all(engine)
    yield
    engine.dispose()


app = FastAPI(lifespan=lifespan, max_body_size=64 * 1024)


def current_reader(
    credentials: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())],
) -> str:
    try:
        claims = jwt.decode(
            credentials.credentials,
            os.environ["SECRET_KEY"],
            algorithms=["HS256"],
            options={"require": ["exp", "sub"]},
        )
    except jwt.InvalidTokenError:
        headers = {"WWW-Authenticate": "Bearer"}
        raise HTTPException(401, "Log in first.", headers=headers) from None
    reader: str = claims["sub"]
    return reader


@app.get("/books", response_model=list[BookOut])
def list_books(database: Database) -> Sequence[Book]:
    return database.scalars(select(Book).order_by(Book.id)).all()


@app.post("/books", status_code=201, response_model=BookOut)
def add_book(
    new: NewBook, database: Database, reader: Annotated[str, Depends(current_reader)]
) -> Book:
    book = Book(title=new.title, stars=new.stars, reader=reader)
    database.add(book)
    database.commit()
    return book
