"""Every error as JSON: unknown address, wrong method, and a bug that must not leak."""

import asyncio
from http import HTTPStatus
from typing import Any

from tornado.options import define, options, parse_command_line
from tornado.web import Application, HTTPError, RequestHandler

define("port", default=8000, type=int, help="port to listen on")


# --8<-- [start:base_handler]
class JSONHandler(RequestHandler):
    """Answers errors as JSON; Tornado has already logged them when this is called."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        if status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            self.set_header("Allow", ", ".join(self.allowed_methods()))
        self.finish({"detail": HTTPStatus(status_code).phrase})

    def allowed_methods(self) -> list[str]:
        return [
            method
            for method in self.SUPPORTED_METHODS
            if getattr(type(self), method.lower()) is not getattr(RequestHandler, method.lower())
        ]


class NotFoundHandler(JSONHandler):
    """Takes the requests that no route matches, whatever their method."""

    def prepare(self) -> None:
        raise HTTPError(404)


# --8<-- [end:base_handler]


class BookHandler(JSONHandler):
    def get(self, book_id: str) -> None:
        if book_id != "1":
            raise HTTPError(404)
        self.write({"id": int(book_id)})


class BrokenHandler(JSONHandler):
    def get(self) -> None:
        raise RuntimeError("the-secret-detail")


# --8<-- [start:app]
def make_app() -> Application:
    return Application(
        [(r"/books/([0-9]+)", BookHandler), (r"/broken", BrokenHandler)],
        default_handler_class=NotFoundHandler,
    )


# --8<-- [end:app]


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
