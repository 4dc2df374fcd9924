"""Ask for a login everywhere, for a role where it matters, and sometimes for the author alone."""

import asyncio
from typing import Annotated

from pydantic import BaseModel, Field
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from tornado.escape import json_encode
from tornado.options import define, options, parse_command_line
from tornado.web import Application

from .base import APIError, BaseHandler, NotFoundHandler, permission_required
from .models import Review, User, create_tables, database_url, visible_to
from .roles import Permission, Role

define("port", default=8000, type=int, help="port to listen on")


class ReviewIn(BaseModel):
    text: Annotated[str, Field(min_length=1, max_length=1000)]


class RoleIn(BaseModel):
    role: Role


class HomeHandler(BaseHandler):
    is_public = True

    def get(self) -> None:
        self.write({"name": "Reading list"})


class StatisticsHandler(BaseHandler):
    """Nobody said here who may come in; the base class asks for a login nevertheless."""

    async def get(self) -> None:
        async with self.database() as database:
            reviews = await database.scalar(select(func.count()).select_from(Review))
        self.write({"reviews": reviews})


class ReviewsHandler(BaseHandler):
    async def get(self) -> None:
        async with self.database() as database:
            reviews = await database.scalars(visible_to(self.current_user).order_by(Review.id))
        self.set_header("Content-Type", "application/json")
        # Tornado's write() takes no list: older browsers could be made to leak one.
        self.write(json_encode([review.as_dict() for review in reviews]))

    async def post(self) -> None:
        review = Review(text=self.read_json(ReviewIn).text)
        async with self.database.begin() as database:
            review.author = await database.merge(self.current_user, load=False)
            database.add(review)
        self.set_status(201)
        self.write(review.as_dict())


class ReviewHandler(BaseHandler):
    async def find(self, database: AsyncSession, review_id: str) -> Review:
        query = visible_to(self.current_user).where(Review.id == int(review_id))
        review = await database.scalar(query)
        if review is None:
            # 404 and not 403: that a draft exists is nobody's business but its author's.
            raise APIError(404, "There is no such review.")
        return review

    async def get(self, review_id: str) -> None:
        async with self.database() as database:
            self.write((await self.find(database, review_id)).as_dict())

    async def patch(self, review_id: str) -> None:
        async with self.database.begin() as database:
            review = await self.find(database, review_id)
            if review.author_id != self.current_user.id:
                raise APIError(403, "Only its author changes a review.")
            review.text = self.read_json(ReviewIn).text
        self.write(review.as_dict())

    @permission_required(Permission.DELETE)
    async def delete(self, review_id: str) -> None:
        async with self.database.begin() as database:
            await database.delete(await self.find(database, review_id))
        self.set_status(204)


class PublishHandler(ReviewHandler):
    SUPPORTED_METHODS = ("POST",)

    @permission_required(Permission.PUBLISH)
    async def post(self, review_id: str) -> None:
        async with self.database.begin() as database:
            review = await self.find(database, review_id)
            review.published = True
        self.write(review.as_dict())


class RoleHandler(BaseHandler):
    @permission_required(Permission.SET_ROLES)
    async def put(self, name: str) -> None:
        role = self.read_json(RoleIn).role
        async with self.database.begin() as database:
            user = await database.scalar(select(User).where(User.name == name))
            if user is None:
                raise APIError(404, "There is no such user.")
            user.role = role
        self.write({"name": name, "role": role})


def make_app(database: async_sessionmaker[AsyncSession]) -> Application:
    shared = {"database": database}
    return Application(
        [
            (r"/", HomeHandler, shared),
            (r"/statistics", StatisticsHandler, shared),
            (r"/reviews", ReviewsHandler, shared),
            (r"/reviews/([0-9]{1,9})", ReviewHandler, shared),
            (r"/reviews/([0-9]{1,9})/publish", PublishHandler, shared),
            (r"/users/([^/]+)/role", RoleHandler, shared),
        ],
        default_handler_class=NotFoundHandler,
        default_handler_args=shared,
    )


async def main() -> None:
    parse_command_line()
    engine = create_async_engine(database_url())
    await create_tables(engine)
    make_app(async_sessionmaker(engine, expire_on_commit=False)).listen(
        options.port, address="127.0.0.1"
    )
    try:
        await asyncio.Event().wait()
    finally:
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
