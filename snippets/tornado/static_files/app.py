"""Static files: served under `/static/`, and linked with a hash by `static_url`."""

import asyncio
from pathlib import Path

from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

define("port", default=8000, type=int, help="port to listen on")

HERE = Path(__file__).parent


class BooksHandler(RequestHandler):
    def get(self) -> None:
        self.render("books.html")


def make_app() -> Application:
    return Application(
        [(r"/", BooksHandler)],
        template_path=str(HERE / "templates"),
        static_path=str(HERE / "static"),
    )


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
