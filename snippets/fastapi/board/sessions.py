"""Log in and out: a random token in a cookie, and its digest in the database."""

import secrets
from datetime import UTC, datetime

from fastapi import APIRouter, HTTPException, Response, status
from sqlalchemy import delete, or_, select

from .database import Database
from .models import Author, LoginSession
from .passwords import UNKNOWN_AUTHOR_HASH, passwords
from .schemas import AuthorOut, Credentials
from .security import COOKIE, ReadsJSON, Token, hash_token
from .settings import COOKIE_SECURE, SESSION_LIFETIME

router = APIRouter(tags=["sessions"])


@router.post("/login", dependencies=[ReadsJSON])
def log_in(data: Credentials, token: Token, database: Database, response: Response) -> AuthorOut:
    author = database.scalar(select(Author).filter_by(name=data.name))
    password_hash = author.password_hash if author else UNKNOWN_AUTHOR_HASH
    matches = passwords.verify(data.password.get_secret_value(), password_hash)
    if author is None or not matches:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Name or password is wrong.")
    now = datetime.now(UTC)
    # Whatever the client brought along ends here; its new token did not exist before.
    brought = LoginSession.token_hash == hash_token(token or "")
    database.execute(delete(LoginSession).where(or_(brought, LoginSession.expires_at <= now)))
    new = secrets.token_urlsafe()
    session = LoginSession(
        token_hash=hash_token(new), author_id=author.id, expires_at=now + SESSION_LIFETIME
    )
    database.add(session)
    database.commit()
    response.set_cookie(
        COOKIE,
        new,
        max_age=int(SESSION_LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=COOKIE_SECURE,
    )
    return AuthorOut.model_validate(author)


@router.post("/logout", status_code=status.HTTP_204_NO_CONTENT)
def log_out(token: Token, database: Database, response: Response) -> None:
    if token is not None:
        # Without its row every copy of the cookie is worthless.
        database.execute(delete(LoginSession).filter_by(token_hash=hash_token(token)))
        database.commit()
    response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=COOKIE_SECURE)
