"""Open, find and close login sessions, which live in the database and nowhere else."""

import hashlib
import os
import secrets
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Depends, HTTPException, Response, status
from fastapi.security import APIKeyCookie
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from .database import Database
from .models import LoginSession, User

COOKIE = "session"
LIFETIME = timedelta(days=14)
SECURE = os.environ.get("COOKIE_SECURE") != "0"

# --8<-- [start:dependencies]
Token = Annotated[str | None, Depends(APIKeyCookie(name=COOKIE, auto_error=False))]


def find_user(token: Token, database: Database) -> User | None:
    if token is None:
        return None
    return database.scalar(
        select(User)
        .join(LoginSession)
        .where(
            LoginSession.token_hash == hash_token(token),
            LoginSession.expires_at > datetime.now(UTC),
        )
    )


MaybeUser = Annotated[User | None, Depends(find_user)]


async def require_user(user: MaybeUser) -> User:
    if user is None:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Log in first.")
    return user


CurrentUser = Annotated[User, Depends(require_user)]
# --8<-- [end:dependencies]


def hash_token(token: str) -> str:
    # The token is random and long, so a fast hash is enough; a password needs a slow one.
    return hashlib.sha256(token.encode()).hexdigest()


# --8<-- [start:sessions]
def open_session(database: Session, user: User, response: Response) -> None:
    """Give the client a token that did not exist before this login."""
    token = secrets.token_urlsafe()
    now = datetime.now(UTC)
    database.execute(delete(LoginSession).where(LoginSession.expires_at <= now))
    database.add(
        LoginSession(token_hash=hash_token(token), user_id=user.id, expires_at=now + LIFETIME)
    )
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=SECURE,
    )


def close_session(database: Session, token: str) -> None:
    """Forget the token here; without its row every copy of the cookie is worthless."""
    database.execute(delete(LoginSession).where(LoginSession.token_hash == hash_token(token)))


# --8<-- [end:sessions]
