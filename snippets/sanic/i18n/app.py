"""Greet readers in their language, which a middleware keeps with the request."""

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal
from sanic import HTTPResponse, Request, Sanic, json
from sanic.response import BaseHTTPResponse

from .languages import LANGUAGES, choose

app = Sanic("i18n")
app.config.FALLBACK_ERROR_FORMAT = "json"


@app.on_request
async def choose_language(request: Request) -> None:
    request.ctx.language = choose(request.headers.get("accept-language", ""))


@app.on_response
async def name_language(request: Request, response: BaseHTTPResponse) -> None:
    response.headers["Content-Language"] = request.ctx.language
    response.headers.add("Vary", "Accept-Language")


@app.get("/greeting/<books:int>")
async def greeting(request: Request, books: int) -> HTTPResponse:
    language = LANGUAGES[request.ctx.language]
    texts, locale = language.texts, language.locale
    counted = texts.ngettext("You have %(num)d book.", "You have %(num)d books.", books)
    return json(
        {
            "greeting": texts.gettext("Welcome to your reading list!"),
            "books": counted % {"num": books},
            "since": format_date(date(2026, 11, 21), "long", locale=locale),
            "pages": format_decimal(1234567.5, locale=locale),
        }
    )
