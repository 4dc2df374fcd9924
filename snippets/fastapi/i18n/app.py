"""Greet readers in their language, which an endpoint gets as a dependency."""

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal
from fastapi import FastAPI

from .languages import ReaderLanguage

app = FastAPI()


@app.get("/greeting/{books}")
async def greeting(books: int, language: ReaderLanguage) -> dict[str, str]:
    texts, locale = language.texts, language.locale
    counted = texts.ngettext("You have %(num)d book.", "You have %(num)d books.", books)
    return {
        "greeting": texts.gettext("Welcome to your reading list!"),
        "books": counted % {"num": books},
        "since": format_date(date(2026, 11, 21), "long", locale=locale),
        "pages": format_decimal(1234567.5, locale=locale),
    }
