"""Authors: how one becomes known, and who has written what."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import load_only, selectinload

from .base import APIError, BaseHandler
from .models import Author, Post
from .passwords import hash_password
from .schemas import AuthorOut, AuthorQuery, Authors, Registration


class RegisterHandler(BaseHandler):
    async def post(self) -> None:
        data = self.read_json(Registration)
        password_hash = await hash_password(data.password.get_secret_value())
        author = Author(name=data.name, password_hash=password_hash)
        try:
            # The unique index decides, not a look beforehand: two may register at one moment.
            async with self.database.begin() as database:
                database.add(author)
        except IntegrityError as error:
            raise APIError(409, "This name is taken.") from error
        self.answer(AuthorOut.model_validate(author), 201)


class AuthorsHandler(BaseHandler):
    async def get(self) -> None:
        limit = self.read_query(AuthorQuery).limit
        titles = selectinload(Author.posts).options(load_only(Post.title, Post.author_id))
        query = select(Author).options(titles).order_by(Author.id).limit(limit)
        async with self.database() as database:
            found = (await database.scalars(query)).all()
        self.answer(Authors.model_validate({"items": found}))
