"""Issue tokens and check them: signed by us, for us, of one kind, and still good."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import uuid4

import jwt

Kind = Literal["access", "refresh"]

ALGORITHM = "HS256"
ISSUER = "https://reading-list.example"
AUDIENCE = "reading-list"
LIFETIMES: dict[Kind, timedelta] = {"access": timedelta(minutes=5), "refresh": timedelta(days=1)}
KEY = os.environ["SECRET_KEY"]

# By default PyJWT only warns of a key that is short enough to be guessed.
codec = jwt.PyJWT({"enforce_minimum_key_length": True})


@dataclass(frozen=True)
class Token:
    """What we take from a token once it is checked."""

    id: str
    user_id: str
    expires_at: datetime


def issue(user_id: int, kind: Kind) -> str:
    now = datetime.now(UTC)
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(user_id),
        "jti": uuid4().hex,
        "iat": now,
        "exp": now + LIFETIMES[kind],
        "token_type": kind,
    }
    return codec.encode(claims, KEY, ALGORITHM)


def read(token: str, kind: Kind) -> Token:
    """Return what a token says; raise jwt.InvalidTokenError unless all of it is in order."""
    if not token.isascii():
        # PyJWT would raise UnicodeEncodeError for half a character, which JSON can escape.
        raise jwt.InvalidTokenError("This is no token.")
    claims = codec.decode(
        token,
        KEY,
        # Ours alone: the token's own header must have no say in how it is checked.
        algorithms=[ALGORITHM],
        issuer=ISSUER,
        audience=AUDIENCE,
        # A claim that is not required is checked only if it is there.
        options={"require": ["exp", "sub", "jti", "token_type"]},
    )
    if claims["token_type"] != kind:
        raise jwt.InvalidTokenError(f"This is no {kind} token.")
    return Token(claims["jti"], claims["sub"], datetime.fromtimestamp(claims["exp"], UTC))
