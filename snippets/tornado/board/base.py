"""What the handlers of this application share: JSON in and out, and who is asking."""

import hashlib
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from tornado.web import HTTPError, RequestHandler

from .database import statements
from .models import Author, LoginSession
from .settings import COUNT_QUERIES

SESSION_COOKIE = "session"

Model = TypeVar("Model", bound=BaseModel)


def hash_token(token: str) -> str:
    # The token is random and long, so a fast hash is enough; a password needs a slow one.
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


def wrong_fields(error: ValidationError) -> APIError:
    errors: dict[str, list[str]] = {}
    for problem in error.errors():
        # What is wrong with the body as a whole has no location.
        field = str(problem["loc"][0]) if problem["loc"] else "body"
        errors.setdefault(field, []).append(problem["msg"])
    return APIError(422, "Some fields are wrong.", errors)


class BaseHandler(RequestHandler):
    def initialize(self, database: async_sessionmaker[AsyncSession]) -> None:
        self.database = database

    def prepare(self) -> None:
        if COUNT_QUERIES:
            statements.set([])

    async def require_author(self) -> Author:
        """Return who is logged in; answer 401 if nobody is.

        Handlers that want no author do not ask, and so need no query for one.
        """
        author = None
        if token := self.get_cookie(SESSION_COOKIE):
            query = select(Author).join(LoginSession, LoginSession.author_id == Author.id)
            is_open = LoginSession.expires_at > datetime.now(UTC)
            query = query.where(LoginSession.token_hash == hash_token(token), is_open)
            async with self.database() as database:
                author = await database.scalar(query)
        if author is None:
            raise APIError(401, "Log in first.")
        return author

    def read_json(self, model: type[Model]) -> Model:
        content_type = self.request.headers.get("Content-Type", "")
        if content_type.partition(";")[0].strip().lower() != "application/json":
            raise APIError(415, "Send application/json.")
        try:
            return model.model_validate_json(self.request.body)
        except ValidationError as error:
            raise wrong_fields(error) from error

    def read_query(self, model: type[Model]) -> Model:
        names = self.request.query_arguments
        given = {name: self.get_query_argument(name, strip=False) for name in names}
        try:
            return model.model_validate(given)
        except ValidationError as error:
            raise wrong_fields(error) from error

    def answer(self, model: BaseModel, status_code: int = 200) -> None:
        if COUNT_QUERIES:
            self.set_header("X-Query-Count", len(statements.get() or []))
        self.set_status(status_code)
        self.set_header("Content-Type", "application/json")
        self.write(model.model_dump_json())

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        if "exc_info" in kwargs and isinstance(kwargs["exc_info"][1], APIError):
            self.finish(kwargs["exc_info"][1].answer)
        else:
            self.finish({"detail": HTTPStatus(status_code).phrase})


class NotFoundHandler(BaseHandler):
    def prepare(self) -> None:
        raise APIError(404, "Nothing is here.")
