"""Sessions: a random token in a cookie, and its digest in the database."""

import hashlib
import os
import secrets
import time

from sanic import HTTPResponse
from sanic.exceptions import Unauthorized
from sqlalchemy import delete, or_, select

from .context import Request
from .models import User, UserSession

COOKIE = "session"
SECONDS = 14 * 24 * 60 * 60
# COOKIE_SECURE=0 is for a development server without TLS.
SECURE = os.environ.get("COOKIE_SECURE", "1") != "0"


def digest(token: str) -> str:
    # Bytes of a header that are no text arrive as surrogates.
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


# --8<-- [start:sessions]
async def start_session(request: Request, response: HTTPResponse, user: User) -> None:
    """Begin a session under a new token; whatever the client brought along ends here."""
    now = int(time.time())
    token = secrets.token_urlsafe(32)
    brought = digest(request.cookies.get(COOKIE) or "")
    async with request.app.ctx.sessions.begin() as database:
        ended = or_(UserSession.digest == brought, UserSession.expires_at <= now)
        await database.execute(delete(UserSession).where(ended))
        database.add(UserSession(digest=digest(token), user_id=user.id, expires_at=now + SECONDS))
    response.add_cookie(
        COOKIE, token, max_age=SECONDS, httponly=True, secure=SECURE, samesite="Lax"
    )


async def end_session(request: Request, response: HTTPResponse) -> None:
    """End the session on the server: without its row a copy of the cookie is worth nothing."""
    brought = digest(request.cookies.get(COOKIE) or "")
    async with request.app.ctx.sessions.begin() as database:
        await database.execute(delete(UserSession).where(UserSession.digest == brought))
    response.cookies.delete_cookie(COOKIE, secure=SECURE)


async def find_user(request: Request) -> User | None:
    """Return the user whose session this request belongs to."""
    token = request.cookies.get(COOKIE)
    if token is None:
        return None
    query = (
        select(User)
        .join(UserSession)
        .where(UserSession.digest == digest(token), UserSession.expires_at > time.time())
    )
    async with request.app.ctx.sessions() as database:
        return await database.scalar(query)


async def require_user(request: Request) -> User:
    """Return the user; answer 401 if there is none."""
    user = await find_user(request)
    if user is None:
        raise Unauthorized("Log in first.")
    return user


# --8<-- [end:sessions]
