"""Tokens instead of sessions: a short one for access, a longer one that is good for one refresh."""

from datetime import UTC, datetime
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException, Request, Response, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pwdlib import PasswordHash
from pydantic import BaseModel, Field, Secret
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from . import tokens
from .database import Database, SpentToken, User, lifespan

app = FastAPI(lifespan=lifespan, max_body_size=64 * 1024)
password_hash = PasswordHash.recommended()
# Checked when there is no such user, so that the answer takes as long as for a wrong password.
DUMMY_HASH = password_hash.hash("")


class Credentials(BaseModel):
    username: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{3,30}$")]
    password: Secret[Annotated[str, Field(min_length=12, max_length=256)]]


class Refresh(BaseModel):
    refresh: str


class Pair(BaseModel):
    access: str
    refresh: str


class UserOut(BaseModel):
    id: str


def unauthorized(detail: str) -> HTTPException:
    return HTTPException(
        status.HTTP_401_UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"}
    )


def require_token(
    credentials: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())],
) -> tokens.Token:
    try:
        return tokens.read(credentials.credentials, "access")
    except jwt.InvalidTokenError as error:
        raise unauthorized("The token is not valid.") from error


AccessToken = Annotated[tokens.Token, Depends(require_token)]


def spend(data: Refresh, database: Database) -> tokens.Token:
    """Take a refresh token for the first and last time."""
    try:
        token = tokens.read(data.refresh, "refresh")
    except jwt.InvalidTokenError as error:
        raise unauthorized("The token is not valid.") from error
    database.execute(delete(SpentToken).where(SpentToken.expires_at <= datetime.now(UTC)))
    database.add(SpentToken(id=token.id, expires_at=token.expires_at))
    try:
        # The primary key decides: of two who come with the same token, one is turned away.
        database.commit()
    except IntegrityError as error:
        raise unauthorized("The token has been used.") from error
    return token


RefreshToken = Annotated[tokens.Token, Depends(spend)]


async def forbid_storing(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


def issue_pair(user_id: int) -> Pair:
    return Pair(access=tokens.issue(user_id, "access"), refresh=tokens.issue(user_id, "refresh"))


@app.post("/register", status_code=status.HTTP_201_CREATED)
def register(data: Credentials, database: Database) -> UserOut:
    hashed = password_hash.hash(data.password.get_secret_value())
    user = User(username=data.username, password_hash=hashed)
    database.add(user)
    try:
        database.commit()
    except IntegrityError as error:
        raise HTTPException(status.HTTP_409_CONFLICT, "This username is taken.") from error
    return UserOut(id=str(user.id))


@app.post("/login", dependencies=[Depends(forbid_storing)])
def log_in(data: Credentials, database: Database) -> Pair:
    user = database.scalar(select(User).filter_by(username=data.username))
    hashed = user.password_hash if user else DUMMY_HASH
    matches = password_hash.verify(data.password.get_secret_value(), hashed)
    if user is None or not matches:
        raise unauthorized("Username or password is wrong.")
    return issue_pair(user.id)


@app.post("/refresh", dependencies=[Depends(forbid_storing)])
def refresh(token: RefreshToken, database: Database) -> Pair:
    user = database.get(User, int(token.user_id))
    if user is None:
        raise unauthorized("There is no such user any more.")
    return issue_pair(user.id)


@app.post("/logout", status_code=status.HTTP_204_NO_CONTENT)
def log_out(_: RefreshToken) -> None:
    """End the refresh token; an access token cannot be called back and lives its minutes out."""


@app.get("/me")
def read_me(token: AccessToken) -> UserOut:
    return UserOut(id=token.user_id)


@app.exception_handler(RequestValidationError)
async def refuse_fields(_: Request, error: RequestValidationError) -> JSONResponse:
    # FastAPI's own handler repeats the input as well, and so would show passwords.
    detail = [{key: problem[key] for key in ("type", "loc", "msg")} for problem in error.errors()]
    return JSONResponse({"detail": detail}, 422)
