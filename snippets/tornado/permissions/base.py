"""What the handlers of this application share: who is asking, whether they may, JSON."""

from collections.abc import Awaitable, Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from tornado.web import HTTPError, RequestHandler

from .models import User, digest
from .roles import Permission

P = ParamSpec("P")
Handler = TypeVar("Handler", bound="BaseHandler")
Model = TypeVar("Model", bound=BaseModel)


class APIError(HTTPError):
    """An error whose message is for the client."""

    def __init__(self, status_code: int, detail: str) -> None:
        super().__init__(status_code)
        self.detail = detail


class BaseHandler(RequestHandler):
    """Asks for a login before any method runs; a handler for everybody has to say so."""

    is_public = False
    current_user: User

    def initialize(self, database: async_sessionmaker[AsyncSession]) -> None:
        self.database = database

    async def prepare(self) -> None:
        if self.is_public:
            return
        scheme, _, token = self.request.headers.get("Authorization", "").partition(" ")
        async with self.database() as database:
            query = select(User).where(User.token_hash == digest(token))
            user = await database.scalar(query) if scheme.lower() == "bearer" else None
        if user is None:
            raise APIError(401, "Log in first.")
        self.current_user = user

    def read_json(self, model: type[Model]) -> Model:
        content_type = self.request.headers.get("Content-Type", "")
        if content_type.partition(";")[0].strip().lower() != "application/json":
            raise APIError(415, "The body must be application/json.")
        try:
            return model.model_validate_json(self.request.body)
        except ValidationError as error:
            message = "; ".join(problem["msg"] for problem in error.errors())
            raise APIError(422, message) from error

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        if status_code == HTTPStatus.UNAUTHORIZED:
            self.set_header("WWW-Authenticate", "Bearer")
        error = kwargs["exc_info"][1] if "exc_info" in kwargs else None
        phrase = HTTPStatus(status_code).phrase
        self.finish({"detail": error.detail if isinstance(error, APIError) else phrase})


def permission_required(
    permission: Permission,
) -> Callable[
    [Callable[Concatenate[Handler, P], Awaitable[None]]],
    Callable[Concatenate[Handler, P], Awaitable[None]],
]:
    """Answer 403 to whoever lacks a permission; Tornado's `authenticated` knows of none."""

    def decorate(
        method: Callable[Concatenate[Handler, P], Awaitable[None]],
    ) -> Callable[Concatenate[Handler, P], Awaitable[None]]:
        @wraps(method)
        async def checked(self: Handler, *args: P.args, **kwargs: P.kwargs) -> None:
            if not self.current_user.may(permission):
                raise APIError(403, f"This takes the permission {permission}.")
            await method(self, *args, **kwargs)

        return checked

    return decorate


class NotFoundHandler(BaseHandler):
    is_public = True

    async def prepare(self) -> None:
        raise APIError(404, "Nothing is here.")
