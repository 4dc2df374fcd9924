"""What the handlers of this application share: JSON in and out, and who is asking."""

import hashlib
import time
from http import HTTPStatus
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from tornado.web import HTTPError, RequestHandler

from .models import User, UserSession

SESSION_COOKIE = "session"

Model = TypeVar("Model", bound=BaseModel)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class APIError(HTTPError):
    """An error whose message is for the client."""

    def __init__(
        self, status_code: int, detail: str, errors: dict[str, list[str]] | None = None
    ) -> None:
        super().__init__(status_code)
        self.answer: dict[str, Any] = {"detail": detail}
        if errors:
            self.answer["errors"] = errors


# --8<-- [start:base_handler]
class BaseHandler(RequestHandler):
    def initialize(self, database: async_sessionmaker[AsyncSession]) -> None:
        self.database = database

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")

    async def prepare(self) -> None:
        """Find the user; get_current_user() cannot do it, for it may not await."""
        token = self.get_cookie(SESSION_COOKIE)
        if token:
            query = (
                select(User)
                .join(UserSession)
                .where(UserSession.digest == digest(token), UserSession.expires_at > time.time())
            )
            async with self.database() as database:
                self.current_user = await database.scalar(query)

    # --8<-- [end:base_handler]

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
        if "exc_info" in kwargs and isinstance(kwargs["exc_info"][1], APIError):
            self.finish(kwargs["exc_info"][1].answer)
        else:
            self.finish({"detail": HTTPStatus(status_code).phrase})


class NotFoundHandler(BaseHandler):
    async def prepare(self) -> None:
        raise APIError(404, "Nothing is here.")
