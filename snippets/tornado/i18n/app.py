"""Greet readers in their language, which Tornado chooses from the languages that it has loaded.

Its texts and plurals are enough; its dates and numbers are English, so that Babel forms them.
"""

import asyncio
import os
from datetime import date
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal
from tornado import locale
from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

define("port", default=8000, type=int, help="port to listen on")

LOCALE_DIR = os.environ.get("LOCALE_DIR", str(Path(__file__).resolve().parent / "locale"))


class GreetingHandler(RequestHandler):
    def prepare(self) -> None:
        self.set_header("Content-Language", self.locale.code)
        self.add_header("Vary", "Accept-Language")

    def get(self, count: str) -> None:
        books = int(count)
        texts, code = self.locale, self.locale.code
        counted = texts.translate("You have %(num)d book.", "You have %(num)d books.", books)
        self.write(
            {
                "greeting": texts.translate("Welcome to your reading list!"),
                "books": counted % {"num": books},
                "since": format_date(date(2026, 11, 21), "long", locale=code),
                "pages": format_decimal(1234567.5, locale=code),
            }
        )


def make_app() -> Application:
    locale.load_gettext_translations(LOCALE_DIR, "messages")
    locale.set_default_locale("en")
    return Application([(r"/greeting/([0-9]{1,9})", GreetingHandler)])


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
