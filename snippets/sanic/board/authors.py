"""Authors: how one becomes known, and who has written what."""

from sanic import Blueprint, HTTPResponse
from sanic.exceptions import SanicException
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import load_only, selectinload

from .context import Request
from .models import Author, Post
from .passwords import hash_password
from .requests import answer, read_json, read_query
from .schemas import AuthorOut, AuthorQuery, Authors, Registration

blueprint = Blueprint("authors")


@blueprint.post("/register")
async def register(request: Request) -> HTTPResponse:
    data = read_json(request, Registration)
    password_hash = await hash_password(data.password.get_secret_value())
    author = Author(name=data.name, password_hash=password_hash)
    try:
        # The unique index decides, not a look beforehand: two may register at the same moment.
        async with request.app.ctx.database.begin() as database:
            database.add(author)
    except IntegrityError as error:
        message = "This name is taken."
        raise SanicException(message, status_code=409, quiet=True) from error
    return answer(AuthorOut.model_validate(author), 201)


@blueprint.get("/authors")
async def list_authors(request: Request) -> HTTPResponse:
    limit = read_query(request, AuthorQuery).limit
    titles = selectinload(Author.posts).options(load_only(Post.title, Post.author_id))
    query = select(Author).options(titles).order_by(Author.id).limit(limit)
    async with request.app.ctx.database() as database:
        found = (await database.scalars(query)).all()
    return answer(Authors.model_validate({"items": found}))
