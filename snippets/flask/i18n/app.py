"""Greet readers in their language, which Flask-Babel asks for whenever it needs it."""

import os
from datetime import date
from pathlib import Path

from flask import Flask, Response, request
from flask_babel import Babel, format_date, format_decimal, get_locale, gettext, ngettext

LANGUAGES = ["en", "de", "fr", "pl"]
LOCALE_DIR = os.environ.get("LOCALE_DIR", str(Path(__file__).resolve().parent / "locale"))


def select_language() -> str:
    return request.accept_languages.best_match(LANGUAGES, default="en")


app = Flask(__name__)
babel = Babel(app, default_translation_directories=LOCALE_DIR, locale_selector=select_language)


@app.get("/greeting/<int:books>")
def greeting(books: int) -> dict[str, str]:
    return {
        "greeting": gettext("Welcome to your reading list!"),
        "books": ngettext("You have %(num)d book.", "You have %(num)d books.", books),
        "since": format_date(date(2026, 11, 21), "long"),
        "pages": format_decimal(1234567.5),
    }


@app.after_request
def name_language(response: Response) -> Response:
    response.content_language.add(str(get_locale()))
    response.vary.add("Accept-Language")
    return response
