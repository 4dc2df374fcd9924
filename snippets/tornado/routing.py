"""Routes as regular expressions, and URLs built back from a route's name.

A Tornado route has no types: the expression decides what matches, and the handler gets text.
"""

import asyncio

from tornado.options import define, options, parse_command_line
from tornado.routing import URLSpec
from tornado.web import Application, RequestHandler

define("port", default=8000, type=int, help="port to listen on")


# --8<-- [start:handlers]
class BookHandler(RequestHandler):
    def get(self, book_id: str) -> None:
        self.write({"id": int(book_id), "url": self.reverse_url("book", book_id)})


class ArchiveHandler(RequestHandler):
    def get(self, year: str, month: str) -> None:
        url = self.reverse_url("archive", year, month)
        self.write({"year": int(year), "month": int(month), "url": url})


class FileHandler(RequestHandler):
    def get(self, path: str) -> None:
        self.write({"path": path, "url": self.reverse_url("file", path)})


# --8<-- [end:handlers]


# --8<-- [start:routes]
def make_app() -> Application:
    return Application(
        [
            # [0-9], not \d: in a str pattern \d also matches the digits of other scripts.
            URLSpec(r"/books/(?P<book_id>[0-9]{1,9})", BookHandler, name="book"),
            URLSpec(
                r"/archive/(?P<year>[0-9]{4})/(?P<month>0?[1-9]|1[0-2])",
                ArchiveHandler,
                name="archive",
            ),
            URLSpec(r"/files/(?P<path>.+)", FileHandler, name="file"),
        ]
    )


# --8<-- [end:routes]


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
