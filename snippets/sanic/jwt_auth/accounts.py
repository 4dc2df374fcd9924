"""The blueprint of registration, login, refresh and logout."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Annotated, TypeVar

import jwt
from pydantic import BaseModel, Field
from sanic import Blueprint, HTTPResponse, empty, json
from sanic.exceptions import SanicException, Unauthorized
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from . import tokens
from .context import Request
from .models import SpentToken, User
from .passwords import UNKNOWN_USER_HASH, hash_password, password_matches

accounts = Blueprint("accounts")

Model = TypeVar("Model", bound=BaseModel)


class Credentials(BaseModel):
    username: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{3,30}$")]
    password: Annotated[str, Field(min_length=12, max_length=256)]


class Refresh(BaseModel):
    refresh: str


def read_json(request: Request, model: type[Model]) -> Model:
    """Return the request's JSON as a model; the application answers its ValidationError."""
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise SanicException("The body must be application/json.", status_code=415, quiet=True)
    return model.model_validate_json(request.body, strict=True)


def read_token(value: str, kind: tokens.Kind) -> tokens.Token:
    try:
        return tokens.read(value, kind)
    except jwt.InvalidTokenError as error:
        raise Unauthorized("The token is not valid.", scheme="Bearer") from error


def token_required(
    handler: Callable[[Request, tokens.Token], Awaitable[HTTPResponse]],
) -> Callable[[Request], Awaitable[HTTPResponse]]:
    """Hand the handler a valid access token, or answer 401."""

    @wraps(handler)
    async def checked(request: Request) -> HTTPResponse:
        # Not request.token: that takes a header without a scheme, too.
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthorized("Send an access token.", scheme="Bearer")
        return await handler(request, read_token(value, "access"))

    return checked


async def spend(request: Request) -> tokens.Token:
    """Take the refresh token of this request for the first and last time."""
    token = read_token(read_json(request, Refresh).refresh, "refresh")
    try:
        # The primary key decides: of two who come with the same token, one is turned away.
        async with request.app.ctx.sessions.begin() as database:
            expired = SpentToken.expires_at <= datetime.now(UTC)
            await database.execute(delete(SpentToken).where(expired))
            database.add(SpentToken(id=token.id, expires_at=token.expires_at))
    except IntegrityError as error:
        raise Unauthorized("The token has been used.", scheme="Bearer") from error
    return token


def pair(user: User) -> HTTPResponse:
    return json(
        {"access": tokens.issue(user.id, "access"), "refresh": tokens.issue(user.id, "refresh")}
    )


@accounts.post("/register")
async def register(request: Request) -> HTTPResponse:
    data = read_json(request, Credentials)
    user = User(username=data.username, password_hash=await hash_password(data.password))
    try:
        async with request.app.ctx.sessions.begin() as database:
            database.add(user)
    except IntegrityError as error:
        message = "This username is taken."
        raise SanicException(message, status_code=409, quiet=True) from error
    return json({"id": str(user.id)}, status=201)


@accounts.post("/login")
async def login(request: Request) -> HTTPResponse:
    data = read_json(request, Credentials)
    async with request.app.ctx.sessions() as database:
        user = await database.scalar(select(User).where(User.username == data.username))
    password_hash = user.password_hash if user else UNKNOWN_USER_HASH
    matches = await password_matches(password_hash, data.password)
    if user is None or not matches:
        raise Unauthorized("Wrong username or password.", scheme="Bearer")
    return pair(user)


@accounts.post("/refresh")
async def refresh(request: Request) -> HTTPResponse:
    token = await spend(request)
    async with request.app.ctx.sessions() as database:
        user = await database.get(User, int(token.user_id))
    if user is None:
        raise Unauthorized("There is no such user any more.", scheme="Bearer")
    return pair(user)


@accounts.post("/logout")
async def logout(request: Request) -> HTTPResponse:
    """End the refresh token; an access token cannot be called back and lives its minutes out."""
    await spend(request)
    return empty()


@accounts.get("/me")
@token_required
async def me(request: Request, token: tokens.Token) -> HTTPResponse:
    return json({"id": token.user_id})
