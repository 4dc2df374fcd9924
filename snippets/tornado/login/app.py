"""Register, log in, log out: Argon2id hashes, and sessions that end on the server, too."""

import asyncio
import os
import secrets
import time
from typing import Annotated

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from pydantic import BaseModel, Field
from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from tornado.options import define, options, parse_command_line
from tornado.web import Application

from .base import SESSION_COOKIE, APIError, BaseHandler, NotFoundHandler, digest
from .models import User, UserSession, create_tables, database_url

define("port", default=8000, type=int, help="port to listen on")

SESSION_SECONDS = 14 * 24 * 60 * 60
# COOKIE_SECURE=0 is for a development server without TLS.
COOKIE_SECURE = os.environ.get("COOKIE_SECURE", "1") != "0"


class Registration(BaseModel):
    username: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{3,30}$")]
    password: Annotated[str, Field(min_length=12, max_length=1024)]


class Credentials(BaseModel):
    # PostgreSQL cannot even look for a text that holds a NUL.
    username: Annotated[str, Field(max_length=1024, pattern=r"^[^\x00]*$")]
    password: Annotated[str, Field(max_length=1024)]


# --8<-- [start:passwords]
hasher = PasswordHasher()
# Checked when the user is unknown, so that the answer takes as long as for a known one.
UNKNOWN_USER_HASH = hasher.hash(secrets.token_urlsafe())


async def hash_password(password: str) -> str:
    """Hash off the event loop, which would stand still for some 50 milliseconds."""
    return await asyncio.to_thread(hasher.hash, password)


async def password_matches(password_hash: str, password: str) -> bool:
    try:
        return await asyncio.to_thread(hasher.verify, password_hash, password)
    except VerifyMismatchError:
        return False


# --8<-- [end:passwords]


class SessionHandler(BaseHandler):
    def get(self) -> None:
        username = self.current_user.username if self.current_user else None
        # Browsers say where a request comes from, and Tornado refuses by that: no token needed.
        self.write({"username": username, "csrf_token": None})


class RegisterHandler(BaseHandler):
    async def post(self) -> None:
        data = self.read_json(Registration)
        password_hash = await hash_password(data.password)
        try:
            async with self.database.begin() as database:
                database.add(User(username=data.username, password_hash=password_hash))
        except IntegrityError as error:
            raise APIError(409, "This username is taken.") from error
        self.set_status(201)
        self.write({"username": data.username})


# --8<-- [start:login]
class LoginHandler(BaseHandler):
    async def post(self) -> None:
        data = self.read_json(Credentials)
        async with self.database() as database:
            user = await database.scalar(select(User).where(User.username == data.username))
        password_hash = user.password_hash if user else UNKNOWN_USER_HASH
        matches = await password_matches(password_hash, data.password)
        if user is None or not matches:
            raise APIError(401, "Wrong username or password.")
        await self.start_session(user)
        self.write({"username": user.username})

    async def start_session(self, user: User) -> None:
        """Begin a session under a new token; whatever the client brought along ends here."""
        now = int(time.time())
        brought = digest(self.get_cookie(SESSION_COOKIE) or "")
        token = secrets.token_urlsafe(32)
        async with self.database.begin() as database:
            ended = or_(UserSession.digest == brought, UserSession.expires_at <= now)
            await database.execute(delete(UserSession).where(ended))
            database.add(
                UserSession(digest=digest(token), user_id=user.id, expires_at=now + SESSION_SECONDS)
            )
        self.set_cookie(
            SESSION_COOKIE,
            token,
            max_age=SESSION_SECONDS,
            httponly=True,
            secure=COOKIE_SECURE,
            samesite="Lax",
        )


class LogoutHandler(BaseHandler):
    async def post(self) -> None:
        token = self.get_cookie(SESSION_COOKIE)
        if token:
            # Without its row a copy of the cookie is worth nothing.
            async with self.database.begin() as database:
                await database.execute(
                    delete(UserSession).where(UserSession.digest == digest(token))
                )
        self.clear_cookie(SESSION_COOKIE)
        self.set_status(204)


# --8<-- [end:login]


class MeHandler(BaseHandler):
    def get(self) -> None:
        if self.current_user is None:
            raise APIError(401, "Log in first.")
        self.write({"username": self.current_user.username})


# --8<-- [start:app]
def make_app(database: async_sessionmaker[AsyncSession]) -> Application:
    shared = {"database": database}
    return Application(
        [
            (r"/session", SessionHandler, shared),
            (r"/register", RegisterHandler, shared),
            (r"/login", LoginHandler, shared),
            (r"/logout", LogoutHandler, shared),
            (r"/me", MeHandler, shared),
        ],
        default_handler_class=NotFoundHandler,
        default_handler_args=shared,
        # Refuses what another site sends, by Sec-Fetch-Site and Origin.
        cross_origin_protection=True,
    )


# --8<-- [end:app]


async def main() -> None:
    parse_command_line()
    engine = create_async_engine(database_url())
    await create_tables(engine)
    database = async_sessionmaker(engine, expire_on_commit=False)
    make_app(database).listen(options.port, address="127.0.0.1")
    try:
        await asyncio.Event().wait()
    finally:
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
