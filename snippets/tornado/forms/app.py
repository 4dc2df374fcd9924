"""A form by POST: checked, shown again with its errors, or done and redirected."""

import asyncio
import re
from pathlib import Path

from tornado.options import define, options, parse_command_line
from tornado.routing import URLSpec
from tornado.web import Application, RequestHandler

define("port", default=8000, type=int, help="port to listen on")

EMPTY = {"title": "", "year": "", "review": ""}


def check(form: dict[str, str]) -> dict[str, str]:
    """Say what is wrong with each field, in words for the person who filled it in."""
    errors = {}
    if not 1 <= len(form["title"]) <= 200:
        errors["title"] = "Enter a title of at most 200 characters."
    if not re.fullmatch(r"[0-9]{4}", form["year"]) or not 1450 <= int(form["year"]) <= 2100:
        errors["year"] = "Enter a year from 1450 to 2100."
    if len(form["review"]) > 2000:
        errors["review"] = "Keep the review to 2000 characters."
    return errors


class BooksHandler(RequestHandler):
    def initialize(self, books: list[dict[str, str]]) -> None:
        self.books = books

    def show(self, values: dict[str, str], errors: dict[str, str]) -> None:
        self.render("books.html", books=self.books, values=values, errors=errors)

    def get(self) -> None:
        self.show(EMPTY, {})

    def post(self) -> None:
        form = {
            "title": self.get_body_argument("title", ""),
            "year": self.get_body_argument("year", ""),
            "review": self.get_body_argument("review", "", strip=False),
        }
        if errors := check(form):
            self.set_status(422)
            self.show(form, errors)
        else:
            self.books.append(form)
            self.redirect(self.reverse_url("books"), status=303)


def make_app() -> Application:
    books: list[dict[str, str]] = []
    return Application(
        [URLSpec(r"/books", BooksHandler, {"books": books}, name="books")],
        template_path=str(Path(__file__).parent / "templates"),
        # Refuses a form of another site by what the browser says of it, without a token.
        cross_origin_protection=True,
    )


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
