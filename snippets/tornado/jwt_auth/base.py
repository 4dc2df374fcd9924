"""What the handlers of this application share: JSON in and out, and the token of a request."""

from http import HTTPStatus
from typing import Any, TypeVar

import jwt
from pydantic import BaseModel, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from tornado.web import HTTPError, RequestHandler

from . import tokens

Model = TypeVar("Model", bound=BaseModel)


class APIError(HTTPError):
    """An error whose message is for the client."""

    def __init__(
        self, status_code: int, detail: str, errors: dict[str, list[str]] | None = None
    ) -> None:
        super().__init__(status_code)
        self.answer: dict[str, Any] = {"detail": detail}
        if errors:
            self.answer["errors"] = errors


class BaseHandler(RequestHandler):
    def initialize(self, database: async_sessionmaker[AsyncSession]) -> None:
        self.database = database

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")

    def read_json(self, model: type[Model]) -> Model:
        content_type = self.request.headers.get("Content-Type", "")
        if content_type.partition(";")[0].strip().lower() != "application/json":
            raise APIError(415, "The body must be application/json.")
        try:
            return model.model_validate_json(self.request.body, strict=True)
        except ValidationError as error:
            errors: dict[str, list[str]] = {}
            for item in error.errors():
                if item["loc"]:
                    errors.setdefault(str(item["loc"][0]), []).append(item["msg"])
            if errors:
                raise APIError(422, "Some fields are wrong.", errors) from error
            raise APIError(400, "The body must be a JSON object.") from error

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        if status_code == HTTPStatus.UNAUTHORIZED:
            self.set_header("WWW-Authenticate", "Bearer")
        if "exc_info" in kwargs and isinstance(kwargs["exc_info"][1], APIError):
            self.finish(kwargs["exc_info"][1].answer)
        else:
            self.finish({"detail": HTTPStatus(status_code).phrase})


class TokenHandler(BaseHandler):
    """Answers 401 to whoever has no access token, before any method of a subclass runs.

    Tornado's own decorator, `authenticated`, would send them to the page of a login.
    """

    current_user: tokens.Token

    def prepare(self) -> None:
        scheme, _, value = self.request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise APIError(401, "Send an access token.")
        try:
            self.current_user = tokens.read(value, "access")
        except jwt.InvalidTokenError as error:
            raise APIError(401, "The token is not valid.") from error


class NotFoundHandler(BaseHandler):
    def prepare(self) -> None:
        raise APIError(404, "Nothing is here.")
