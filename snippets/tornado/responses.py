"""Statuses, headers, redirects, cookies, downloads and conditional requests."""

import asyncio
import re

from tornado.escape import url_escape
from tornado.options import define, options, parse_command_line
from tornado.routing import URLSpec
from tornado.web import Application, HTTPError, RedirectHandler, RequestHandler

define("port", default=8000, type=int, help="port to listen on")

QUOTATION = "国境の長いトンネルを抜けると雪国であった。\n"
YEAR = 365 * 24 * 60 * 60
# One slash and no second: browsers read a backslash as a slash, and drop tabs and line ends.
LOCAL_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]*")


class QuotationHandler(RequestHandler):
    def get(self) -> None:
        # Tornado hashes what was written into an ETag, and makes a 304 of it where that is known.
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Content-Language", "ja")
        self.set_header("Cache-Control", "no-cache")
        self.write(QUOTATION)

    def head(self) -> None:
        self.get()


class BookmarkHandler(RequestHandler):
    def initialize(self, bookmarks: set[int]) -> None:
        # One event loop runs all handlers, and this one awaits nothing: the set needs no lock.
        self.bookmarks = bookmarks

    def put(self, number: str) -> None:
        book_id = int(number)
        if book_id in self.bookmarks:
            self.set_status(204)
            return
        self.bookmarks.add(book_id)
        self.set_status(201)
        self.set_header("Location", self.reverse_url("bookmark", book_id))
        self.write({"book_id": book_id})


class ThemeHandler(RequestHandler):
    def get(self) -> None:
        self.write({"theme": self.get_cookie("theme", "light")})

    def post(self) -> None:
        theme = self.get_body_argument("theme", "")
        if theme not in {"light", "dark"}:
            raise HTTPError(400)
        target = self.get_body_argument("next", "")
        self.set_cookie("theme", theme, max_age=YEAR, secure=True, httponly=True, samesite="Lax")
        self.redirect(target if LOCAL_PATH.fullmatch(target) else "/", status=303)

    def delete(self) -> None:
        self.clear_cookie("theme", secure=True, httponly=True, samesite="Lax")
        self.set_status(204)


class ExportHandler(RequestHandler):
    def get(self) -> None:
        filename = url_escape("Žofie – 2026.csv", plus=False)
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{filename}")
        self.write("title,year\r\nSnow Country,1948\r\n")


def make_app() -> Application:
    bookmarks: set[int] = set()
    return Application(
        [
            URLSpec(r"/quotation", QuotationHandler),
            URLSpec(r"/quote", RedirectHandler, {"url": "/quotation"}),
            URLSpec(
                r"/bookmarks/([0-9]{1,9})",
                BookmarkHandler,
                {"bookmarks": bookmarks},
                name="bookmark",
            ),
            URLSpec(r"/theme", ThemeHandler),
            URLSpec(r"/export", ExportHandler),
        ]
    )


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
