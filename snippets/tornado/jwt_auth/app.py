"""Tokens instead of sessions: a short one for access, a longer one that is good for one refresh."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import jwt
from pydantic import BaseModel, Field
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from tornado.options import define, options, parse_command_line
from tornado.web import Application

from . import tokens
from .base import APIError, BaseHandler, NotFoundHandler, TokenHandler
from .models import SpentToken, User, create_tables, database_url
from .passwords import UNKNOWN_USER_HASH, hash_password, password_matches

define("port", default=8000, type=int, help="port to listen on")


class Credentials(BaseModel):
    username: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{3,30}$")]
    password: Annotated[str, Field(min_length=12, max_length=256)]


class Refresh(BaseModel):
    refresh: str


class RegisterHandler(BaseHandler):
    async def post(self) -> None:
        data = self.read_json(Credentials)
        user = User(username=data.username, password_hash=await hash_password(data.password))
        try:
            async with self.database.begin() as database:
                database.add(user)
        except IntegrityError as error:
            raise APIError(409, "This username is taken.") from error
        self.set_status(201)
        self.write({"id": str(user.id)})


class PairHandler(BaseHandler):
    """Hands out tokens, and takes refresh tokens back."""

    def write_pair(self, user: User) -> None:
        self.write(
            {"access": tokens.issue(user.id, "access"), "refresh": tokens.issue(user.id, "refresh")}
        )

    async def spend(self) -> tokens.Token:
        """Take the refresh token of this request for the first and last time."""
        try:
            token = tokens.read(self.read_json(Refresh).refresh, "refresh")
        except jwt.InvalidTokenError as error:
            raise APIError(401, "The token is not valid.") from error
        try:
            # The primary key decides: of two who come with the same token, one is turned away.
            async with self.database.begin() as database:
                expired = SpentToken.expires_at <= datetime.now(UTC)
                await database.execute(delete(SpentToken).where(expired))
                database.add(SpentToken(id=token.id, expires_at=token.expires_at))
        except IntegrityError as error:
            raise APIError(401, "The token has been used.") from error
        return token


class LoginHandler(PairHandler):
    async def post(self) -> None:
        data = self.read_json(Credentials)
        async with self.database() as database:
            user = await database.scalar(select(User).where(User.username == data.username))
        password_hash = user.password_hash if user else UNKNOWN_USER_HASH
        matches = await password_matches(password_hash, data.password)
        if user is None or not matches:
            raise APIError(401, "Wrong username or password.")
        self.write_pair(user)


class RefreshHandler(PairHandler):
    async def post(self) -> None:
        token = await self.spend()
        async with self.database() as database:
            user = await database.get(User, int(token.user_id))
        if user is None:
            raise APIError(401, "There is no such user any more.")
        self.write_pair(user)


class LogoutHandler(PairHandler):
    async def post(self) -> None:
        """End the refresh token; an access token cannot be called back and lives on."""
        await self.spend()
        self.set_status(204)


class MeHandler(TokenHandler):
    def get(self) -> None:
        self.write({"id": self.current_user.user_id})


def make_app(database: async_sessionmaker[AsyncSession]) -> Application:
    shared = {"database": database}
    return Application(
        [
            (r"/register", RegisterHandler, shared),
            (r"/login", LoginHandler, shared),
            (r"/refresh", RefreshHandler, shared),
            (r"/logout", LogoutHandler, shared),
            (r"/me", MeHandler, shared),
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
