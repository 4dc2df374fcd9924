"""Dependencies that stand before the endpoints: where a request comes from, and from whom."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Header, HTTPException, Request, status
from fastapi.security import APIKeyCookie
from sqlalchemy import select

from .database import Database
from .models import Author, LoginSession

COOKIE = "session"
SAFE = {"GET", "HEAD", "OPTIONS"}


async def refuse_cross_site(
    request: Request,
    sec_fetch_site: Annotated[str | None, Header(include_in_schema=False)] = None,
    origin: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> None:
    """Refuse what a page of another site makes a browser send.

    Every current browser sends Sec-Fetch-Site, older ones Origin; a client that sends neither is
    no browser and holds nobody's cookie by accident.
    """
    if request.method in SAFE:
        return
    if sec_fetch_site is not None:
        allowed = sec_fetch_site in {"same-origin", "none"}
    else:
        allowed = origin is None or origin.partition("://")[2] == request.url.netloc
    if not allowed:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "Cross-site requests are refused.")


async def require_json(request: Request) -> None:
    """Answer 415 where FastAPI would take the body for text, and answer 422."""
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(status.HTTP_415_UNSUPPORTED_MEDIA_TYPE, "Send application/json.")


# Put beside the endpoints that read a body.
ReadsJSON = Depends(require_json)

Token = Annotated[str | None, Depends(APIKeyCookie(name=COOKIE, auto_error=False))]


def hash_token(token: str) -> str:
    # The token is random and long, so a fast hash is enough; a password needs a slow one.
    return hashlib.sha256(token.encode()).hexdigest()


def find_author(token: Token, database: Database) -> Author:
    author = None
    if token is not None:
        query = select(Author).join(LoginSession, LoginSession.author_id == Author.id)
        is_open = LoginSession.expires_at > datetime.now(UTC)
        author = database.scalar(query.where(LoginSession.token_hash == hash_token(token), is_open))
    if author is None:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Log in first.")
    return author


CurrentAuthor = Annotated[Author, Depends(find_author)]
