"""Log in and out: a random token in a cookie, and its digest in the database."""

import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, or_, select

from .base import SESSION_COOKIE, APIError, BaseHandler, hash_token
from .models import Author, LoginSession
from .passwords import UNKNOWN_AUTHOR_HASH, password_matches
from .schemas import AuthorOut, Credentials
from .settings import COOKIE_SECURE, SESSION_SECONDS


class LoginHandler(BaseHandler):
    async def post(self) -> None:
        data = self.read_json(Credentials)
        async with self.database() as database:
            author = await database.scalar(select(Author).filter_by(name=data.name))
        password_hash = author.password_hash if author else UNKNOWN_AUTHOR_HASH
        matches = await password_matches(password_hash, data.password.get_secret_value())
        if author is None or not matches:
            raise APIError(401, "Name or password is wrong.")
        self.set_cookie(
            SESSION_COOKIE,
            await self.open_session(author),
            max_age=SESSION_SECONDS,
            httponly=True,
            secure=COOKIE_SECURE,
            samesite="Lax",
        )
        self.answer(AuthorOut.model_validate(author))

    async def open_session(self, author: Author) -> str:
        """Return a token that did not exist before; whatever the client brought ends here."""
        now = datetime.now(UTC)
        token = secrets.token_urlsafe()
        brought = LoginSession.token_hash == hash_token(self.get_cookie(SESSION_COOKIE) or "")
        session = LoginSession(
            token_hash=hash_token(token),
            author_id=author.id,
            expires_at=now + timedelta(seconds=SESSION_SECONDS),
        )
        async with self.database.begin() as database:
            ended = or_(brought, LoginSession.expires_at <= now)
            await database.execute(delete(LoginSession).where(ended))
            database.add(session)
        return token


class LogoutHandler(BaseHandler):
    async def post(self) -> None:
        if token := self.get_cookie(SESSION_COOKIE):
            # Without its row every copy of the cookie is worthless.
            async with self.database.begin() as database:
                ended = delete(LoginSession).filter_by(token_hash=hash_token(token))
                await database.execute(ended)
        self.clear_cookie(SESSION_COOKIE)
        self.set_status(204)
