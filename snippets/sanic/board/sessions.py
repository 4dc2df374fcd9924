"""Log in and out: a random token in a cookie, and its digest in the database."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sanic import Blueprint, HTTPResponse, empty
from sanic.exceptions import Unauthorized
from sqlalchemy import delete, or_, select

from .context import Request
from .models import Author, LoginSession
from .passwords import UNKNOWN_AUTHOR_HASH, password_matches
from .requests import answer, read_json
from .schemas import AuthorOut, Credentials
from .settings import COOKIE_SECURE, SESSION_SECONDS

COOKIE = "session"

blueprint = Blueprint("sessions")


def hash_token(token: str) -> str:
    # The token is random and long, so a fast hash is enough; a password needs a slow one.
    # Bytes of a header that are no text arrive as surrogates.
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


async def require_author(request: Request) -> Author:
    """Return who is logged in; answer 401 if nobody is."""
    author = None
    if token := request.cookies.get(COOKIE):
        query = select(Author).join(LoginSession, LoginSession.author_id == Author.id)
        is_open = LoginSession.expires_at > datetime.now(UTC)
        query = query.where(LoginSession.token_hash == hash_token(token), is_open)
        async with request.app.ctx.database() as database:
            author = await database.scalar(query)
    if author is None:
        raise Unauthorized("Log in first.")
    return author


@blueprint.post("/login")
async def log_in(request: Request) -> HTTPResponse:
    data = read_json(request, Credentials)
    async with request.app.ctx.database() as database:
        author = await database.scalar(select(Author).filter_by(name=data.name))
    password_hash = author.password_hash if author else UNKNOWN_AUTHOR_HASH
    matches = await password_matches(password_hash, data.password.get_secret_value())
    if author is None or not matches:
        raise Unauthorized("Name or password is wrong.")
    response = answer(AuthorOut.model_validate(author))
    response.add_cookie(
        COOKIE,
        await open_session(request, author),
        max_age=SESSION_SECONDS,
        httponly=True,
        secure=COOKIE_SECURE,
        samesite="Lax",
    )
    return response


async def open_session(request: Request, author: Author) -> str:
    """Return a token that did not exist before; whatever the client brought along ends here."""
    now = datetime.now(UTC)
    token = secrets.token_urlsafe()
    brought = LoginSession.token_hash == hash_token(request.cookies.get(COOKIE) or "")
    session = LoginSession(
        token_hash=hash_token(token),
        author_id=author.id,
        expires_at=now + timedelta(seconds=SESSION_SECONDS),
    )
    async with request.app.ctx.database.begin() as database:
        ended = or_(brought, LoginSession.expires_at <= now)
        await database.execute(delete(LoginSession).where(ended))
        database.add(session)
    return token


@blueprint.post("/logout")
async def log_out(request: Request) -> HTTPResponse:
    if token := request.cookies.get(COOKIE):
        # Without its row every copy of the cookie is worthless.
        async with request.app.ctx.database.begin() as database:
            await database.execute(delete(LoginSession).filter_by(token_hash=hash_token(token)))
    response = empty()
    response.cookies.delete_cookie(COOKIE, secure=COOKIE_SECURE)
    return response
