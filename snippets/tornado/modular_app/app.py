"""An application of two modules, one of them mounted twice, put together by a factory."""

import asyncio
import os

from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler, url

from . import books, readers
from .library import UnknownError

define("port", default=8000, type=int, help="port to listen on")


class IndexHandler(RequestHandler):
    def get(self) -> None:
        self.write(
            {
                "books": self.reverse_url("books:shelf"),
                "archive": self.reverse_url("archive:shelf"),
                "reader": self.reverse_url("readers:reader", 1),
            }
        )


class OutsideHandler(RequestHandler):
    def get(self) -> None:
        raise UnknownError("No module's base handler answers for this one.")


def create_app(books_prefix: str = "/books") -> Application:
    return Application(
        [
            url(r"/", IndexHandler),
            url(r"/outside", OutsideHandler),
            *books.rules(books_prefix, "books"),
            *books.rules("/archive", "archive"),
            *readers.rules("/readers"),
        ]
    )


async def main() -> None:
    parse_command_line()
    app = create_app(os.environ.get("BOOKS_PREFIX", "/books"))
    app.listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
