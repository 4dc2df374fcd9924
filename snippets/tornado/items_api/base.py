"""What the handlers of this application share: JSON in, JSON out, errors included."""

from http import HTTPStatus
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from tornado.web import HTTPError, RequestHandler

Model = TypeVar("Model", bound=BaseModel)


class APIError(HTTPError):
    """An error whose message is for the client."""

    def __init__(self, status_code: int, detail: str) -> None:
        super().__init__(status_code)
        self.answer: dict[str, Any] = {"detail": detail}


class InvalidInputError(APIError):
    """Names every wrong field; 400 if the input as a whole is not what it should be."""

    def __init__(self, error: ValidationError) -> None:
        errors: dict[str, list[str]] = {}
        for item in error.errors():
            if item["loc"]:
                errors.setdefault(str(item["loc"][0]), []).append(item["msg"])
        if errors:
            super().__init__(422, "Some fields are wrong.")
            self.answer["errors"] = errors
        else:
            super().__init__(400, "The body must be a JSON object.")


class BaseHandler(RequestHandler):
    def initialize(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions = sessions

    def read_json(self, model: type[Model]) -> Model:
        content_type = self.request.headers.get("Content-Type", "")
        if content_type.partition(";")[0].strip().lower() != "application/json":
            raise APIError(415, "The body must be application/json.")
        try:
            return model.model_validate_json(self.request.body, strict=True)
        except ValidationError as error:
            raise InvalidInputError(error) from error

    def read_query(self, model: type[Model]) -> Model:
        names = self.request.query_arguments
        try:
            return model.model_validate({name: self.get_query_argument(name) for name in names})
        except ValidationError as error:
            raise InvalidInputError(error) from error

    def write_json(self, body: bytes | str, status_code: int = 200) -> None:
        self.set_status(status_code)
        self.set_header("Content-Type", "application/json")
        self.write(body)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        if "exc_info" in kwargs and isinstance(kwargs["exc_info"][1], APIError):
            self.finish(kwargs["exc_info"][1].answer)
        else:
            self.finish({"detail": HTTPStatus(status_code).phrase})


class NotFoundHandler(BaseHandler):
    def prepare(self) -> None:
        raise APIError(404, "Nothing is here.")
