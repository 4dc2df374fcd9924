"""Authors: how one becomes known, and who has written what."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, status
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import load_only, selectinload

from .database import Database
from .models import Author, Post
from .passwords import passwords
from .schemas import AuthorOut, AuthorQuery, Authors, Registration
from .security import ReadsJSON

router = APIRouter(tags=["authors"])


# Plain `def`: the password is hashed in a thread, while the event loop goes on.
@router.post("/register", status_code=status.HTTP_201_CREATED, dependencies=[ReadsJSON])
def register(data: Registration, database: Database) -> AuthorOut:
    password_hash = passwords.hash(data.password.get_secret_value())
    author = Author(name=data.name, password_hash=password_hash)
    database.add(author)
    try:
        # The unique index decides, not a look beforehand: two may register at the same moment.
        database.commit()
    except IntegrityError as error:
        raise HTTPException(status.HTTP_409_CONFLICT, "This name is taken.") from error
    return AuthorOut.model_validate(author)


@router.get("/authors")
def list_authors(wanted: Annotated[AuthorQuery, Query()], database: Database) -> Authors:
    titles = selectinload(Author.posts).options(load_only(Post.title, Post.author_id))
    query = select(Author).options(titles).order_by(Author.id).limit(wanted.limit)
    return Authors.model_validate({"items": database.scalars(query).all()})
