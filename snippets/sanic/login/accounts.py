"""The blueprint of registration, login and logout."""

from typing import Annotated, TypeVar

from pydantic import BaseModel, Field
from sanic import Blueprint, HTTPResponse, empty, json
from sanic.exceptions import SanicException, Unauthorized
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from .context import Request
from .models import User
from .passwords import UNKNOWN_USER_HASH, hash_password, password_matches
from .sessions import end_session, find_user, require_user, start_session

accounts = Blueprint("accounts")

Model = TypeVar("Model", bound=BaseModel)


class Registration(BaseModel):
    username: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{3,30}$")]
    password: Annotated[str, Field(min_length=12, max_length=1024)]


class Credentials(BaseModel):
    # PostgreSQL cannot even look for a text that holds a NUL.
    username: Annotated[str, Field(max_length=1024, pattern=r"^[^\x00]*$")]
    password: Annotated[str, Field(max_length=1024)]


def read_json(request: Request, model: type[Model]) -> Model:
    """Return the request's JSON as a model; the application answers its ValidationError."""
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise SanicException("The body must be application/json.", status_code=415, quiet=True)
    return model.model_validate_json(request.body, strict=True)


@accounts.get("/session")
async def session(request: Request) -> HTTPResponse:
    user = await find_user(request)
    # Browsers say where a request comes from, and refuse_cross_site goes by that: no token needed.
    return json({"username": user.username if user else None, "csrf_token": None})


@accounts.post("/register")
async def register(request: Request) -> HTTPResponse:
    data = read_json(request, Registration)
    password_hash = await hash_password(data.password)
    try:
        async with request.app.ctx.sessions.begin() as database:
            database.add(User(username=data.username, password_hash=password_hash))
    except IntegrityError as error:
        message = "This username is taken."
        raise SanicException(message, status_code=409, quiet=True) from error
    return json({"username": data.username}, status=201)


# --8<-- [start:login]
@accounts.post("/login")
async def login(request: Request) -> HTTPResponse:
    data = read_json(request, Credentials)
    async with request.app.ctx.sessions() as database:
        user = await database.scalar(select(User).where(User.username == data.username))
    password_hash = user.password_hash if user else UNKNOWN_USER_HASH
    matches = await password_matches(password_hash, data.password)
    if user is None or not matches:
        raise Unauthorized("Wrong username or password.")
    response = json({"username": user.username})
    await start_session(request, response, user)
    return response


@accounts.post("/logout")
async def logout(request: Request) -> HTTPResponse:
    response = empty()
    await end_session(request, response)
    return response


@accounts.get("/me")
async def me(request: Request) -> HTTPResponse:
    user = await require_user(request)
    return json({"username": user.username})


# --8<-- [end:login]
