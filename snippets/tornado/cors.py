"""Let one other site read the answers, with its visitors' cookies: Tornado leaves it to you."""

import asyncio
import json

from tornado.options import define, options, parse_command_line
from tornado.web import Application, HTTPError, RequestHandler

define("port", default=8000, type=int, help="port to listen on")

ORIGINS = {"https://shelf.example"}
METHODS = {"GET", "PUT"}
HEADERS = {"content-type", "x-csrftoken"}


class BaseHandler(RequestHandler):
    # An error clears the headers and then calls this again.
    def set_default_headers(self) -> None:
        # Caches must not give one origin what another one got.
        self.add_header("Vary", "Origin")
        origin = self.request.headers.get("Origin")
        if origin in ORIGINS:
            self.set_header("Access-Control-Allow-Origin", origin)
            self.set_header("Access-Control-Allow-Credentials", "true")
            self.set_header("Access-Control-Expose-Headers", "X-Total")

    def options(self, *args: str) -> None:
        """Answer the browser's question before the request itself."""
        headers = self.request.headers
        wanted = headers.get("Access-Control-Request-Headers", "").lower().split(",")
        method = headers.get("Access-Control-Request-Method")
        known = {name.strip() for name in wanted} - {""} <= HEADERS
        if headers.get("Origin") in ORIGINS and method in METHODS and known:
            self.set_header("Access-Control-Allow-Methods", ", ".join(sorted(METHODS)))
            self.set_header("Access-Control-Allow-Headers", ", ".join(sorted(HEADERS)))
            self.set_header("Access-Control-Max-Age", "600")
            self.set_status(204)
        else:
            raise HTTPError(400)


class BooksHandler(BaseHandler):
    def get(self) -> None:
        self.set_header("Content-Type", "application/json")
        self.set_header("X-Total", "2")
        self.write(json.dumps(["Emma", "Kindred"]))


class BookHandler(BaseHandler):
    def get(self, book_id: str) -> None:
        self.write({"id": int(book_id)})

    def put(self, book_id: str) -> None:
        self.write({"id": int(book_id)})


class BrokenHandler(BaseHandler):
    def get(self) -> None:
        raise RuntimeError("broken on purpose")


class NotFoundHandler(BaseHandler):
    def prepare(self) -> None:
        raise HTTPError(404)


def make_app() -> Application:
    return Application(
        [
            (r"/books", BooksHandler),
            (r"/books/([0-9]{1,9})", BookHandler),
            (r"/broken", BrokenHandler),
        ],
        default_handler_class=NotFoundHandler,
    )


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
