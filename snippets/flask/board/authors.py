"""Authors: how one becomes known, and who has written what."""

from typing import Any

from flask import Blueprint, abort
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import load_only, selectinload

from .models import Author, Post, db
from .passwords import hasher
from .requests import read_json, read_query
from .schemas import AuthorOut, AuthorQuery, Authors, Registration

blueprint = Blueprint("authors", __name__)


@blueprint.post("/register")
def register() -> tuple[dict[str, Any], int]:
    data = read_json(Registration)
    author = Author(name=data.name, password_hash=hasher.hash(data.password.get_secret_value()))
    db.session.add(author)
    try:
        # The unique index decides, not a look beforehand: two may register at the same moment.
        db.session.commit()
    except IntegrityError:
        abort(409, "This name is taken.")
    return AuthorOut.model_validate(author).model_dump(), 201


@blueprint.get("/authors")
def list_authors() -> dict[str, Any]:
    limit = read_query(AuthorQuery).limit
    titles = selectinload(Author.posts).options(load_only(Post.title, Post.author_id))
    query = select(Author).options(titles).order_by(Author.id).limit(limit)
    found = db.session.scalars(query).all()
    return Authors.model_validate({"items": found}).model_dump()
