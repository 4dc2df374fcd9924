"""Statuses, headers, redirects, cookies, downloads and conditional requests."""

import re
from hashlib import sha256
from urllib.parse import quote

from sanic import HTTPResponse, Request, Sanic, empty, json, raw, redirect, text
from sanic.exceptions import BadRequest
from sanic.request import RequestParameters

app = Sanic("responses")
app.config.FALLBACK_ERROR_FORMAT = "json"

QUOTATION = "国境の長いトンネルを抜けると雪国であった。\n"
ETAG = f'"{sha256(QUOTATION.encode()).hexdigest()}"'
YEAR = 365 * 24 * 60 * 60
# One slash and no second: browsers read a backslash as a slash, and drop tabs and line ends.
LOCAL_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]*")

# Each worker process has a set of its own. Inside of one no handler awaits between looking and
# adding, so the set needs no lock.
bookmarks: set[int] = set()


@app.route("/quotation", methods=["GET", "HEAD"])
async def quotation(request: Request) -> HTTPResponse:
    headers = {"ETag": ETAG, "Cache-Control": "no-cache"}
    sent = request.headers.get("if-none-match", "")
    known = {tag.strip().removeprefix("W/") for tag in sent.split(",")}
    if known & {ETAG, "*"}:
        return empty(304, headers)
    return text(QUOTATION, headers=headers | {"Content-Language": "ja"})


@app.get("/quote")
async def moved_quotation(request: Request) -> HTTPResponse:
    return redirect(request.app.url_for("quotation"), status=301)


@app.put("/bookmarks/<book_id:int>")
async def bookmark(request: Request, book_id: int) -> HTTPResponse:
    if book_id in bookmarks:
        return empty()
    bookmarks.add(book_id)
    location = request.app.url_for("bookmark", book_id=book_id)
    return json({"book_id": book_id}, status=201, headers={"Location": location})


@app.get("/theme")
async def read_theme(request: Request) -> HTTPResponse:
    return json({"theme": request.cookies.get("theme", "light")})


@app.post("/theme")
async def set_theme(request: Request) -> HTTPResponse:
    form = request.form or RequestParameters()
    theme = form.get("theme") or ""
    if theme not in {"light", "dark"}:
        raise BadRequest("There is no such theme.")
    target = form.get("next") or ""
    response = redirect(target if LOCAL_PATH.fullmatch(target) else "/", status=303)
    # Secure and SameSite=Lax are Sanic's defaults; HttpOnly is not.
    response.add_cookie("theme", theme, max_age=YEAR, httponly=True)
    return response


@app.delete("/theme")
async def forget_theme(request: Request) -> HTTPResponse:
    response = empty()
    response.delete_cookie("theme")
    return response


@app.get("/export")
async def export(request: Request) -> HTTPResponse:
    # The convenience function file() would put the name into the header as it is.
    filename = quote("Žofie – 2026.csv", safe="")
    return raw(
        "title,year\r\nSnow Country,1948\r\n",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{filename}"},
    )
