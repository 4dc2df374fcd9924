"""A form by POST: checked, shown again with its errors, or done and redirected."""

import re
from pathlib import Path

from sanic import HTTPResponse, Request, Sanic, redirect
from sanic.exceptions import Forbidden
from sanic.request import RequestParameters
from sanic_ext import render

app = Sanic("forms")
app.config.TEMPLATING_PATH_TO_TEMPLATES = Path(__file__).parent / "templates"
app.config.REQUEST_MAX_SIZE = 64 * 1024

FIELDS = ("title", "year", "review")

# Each worker process has a list of its own: this store is for one worker.
books: list[dict[str, str]] = []


@app.middleware("request")
async def refuse_cross_site(request: Request) -> None:
    """Refuse what a page of another site makes a browser send; Sanic has no CSRF token.

    Every current browser sends Sec-Fetch-Site over HTTPS, and Origin with a POST otherwise.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        allowed = site in {"same-origin", "none"}
    else:
        allowed = origin is None or origin.partition("://")[2] == request.host
    if not allowed:
        raise Forbidden("Forms of other sites are refused.")


def check(form: dict[str, str]) -> dict[str, str]:
    """Say what is wrong with each field, in words for the person who filled it in."""
    errors = {}
    if not 1 <= len(form["title"].strip()) <= 200:
        errors["title"] = "Enter a title of at most 200 characters."
    if not re.fullmatch(r"[0-9]{4}", form["year"]) or not 1450 <= int(form["year"]) <= 2100:
        errors["year"] = "Enter a year from 1450 to 2100."
    if len(form["review"]) > 2000:
        errors["review"] = "Keep the review to 2000 characters."
    return errors


async def page(
    values: dict[str, str], errors: dict[str, str] | None = None, status: int = 200
) -> HTTPResponse:
    context = {"books": books, "values": values, "errors": errors or {}}
    return await render("books.html", status, context=context)


@app.get("/books")
async def book_list(request: Request) -> HTTPResponse:
    return await page({})


@app.post("/books")
async def add_book(request: Request) -> HTTPResponse:
    sent = request.form or RequestParameters()
    form = {name: sent.get(name) or "" for name in FIELDS}
    if errors := check(form):
        return await page(form, errors, 422)
    books.append(form)
    return redirect(request.app.url_for("book_list"), status=303)
