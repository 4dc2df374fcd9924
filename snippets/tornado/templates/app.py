"""A page from Tornado's own templates: one base, one child, escaped by default."""

import asyncio
from pathlib import Path

from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

define("port", default=8000, type=int, help="port to listen on")

BOOKS = ["Middlemarch", "Things Fall Apart", '<script>alert("x")</script> & Sons']


# --8<-- [start:handler]
class ShelfHandler(RequestHandler):
    def get(self) -> None:
        owner = self.get_query_argument("owner", "Ada")
        books = [] if owner == "Nobody" else BOOKS
        # Awaited, it would log an error whenever a reader has left.
        self.render("shelf.html", owner=owner, books=books)


# --8<-- [end:handler]


def make_app() -> Application:
    return Application(
        [(r"/shelf", ShelfHandler)],
        template_path=str(Path(__file__).parent / "templates"),
    )


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
