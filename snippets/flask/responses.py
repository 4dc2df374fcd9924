"""Statuses, headers, redirects, cookies, downloads and conditional requests."""

import re
from io import BytesIO
from threading import Lock

from flask import Flask, Response, abort, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as BaseResponse

app = Flask(__name__)

QUOTATION = "国境の長いトンネルを抜けると雪国であった。\n"
YEAR = 365 * 24 * 60 * 60
# One slash and no second: browsers read a backslash as a slash, and drop tabs and line ends.
LOCAL_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]*")

bookmarks: set[int] = set()
lock = Lock()  # The server answers requests in several threads.


@app.get("/quotation")
def quotation() -> Response:
    response = Response(QUOTATION, mimetype="text/plain", headers={"Content-Language": "ja"})
    response.cache_control.no_cache = True
    response.add_etag()
    response.make_conditional(request)
    return response


@app.get("/quote")
def quote() -> BaseResponse:
    return redirect(url_for("quotation"), 301)


@app.put("/bookmarks/<int:book_id>")
def bookmark(book_id: int) -> tuple[dict[str, int], int, dict[str, str]] | tuple[str, int]:
    with lock:
        is_new = book_id not in bookmarks
        bookmarks.add(book_id)
    if not is_new:
        return "", 204
    return {"book_id": book_id}, 201, {"Location": url_for("bookmark", book_id=book_id)}


@app.get("/theme")
def read_theme() -> dict[str, str]:
    return {"theme": request.cookies.get("theme", "light")}


@app.post("/theme")
def set_theme() -> BaseResponse:
    theme = request.form.get("theme", "")
    if theme not in {"light", "dark"}:
        abort(400, "There is no such theme.")
    target = request.form.get("next", "")
    response = redirect(target if LOCAL_PATH.fullmatch(target) else "/", 303)
    response.set_cookie("theme", theme, max_age=YEAR, secure=True, httponly=True, samesite="Lax")
    return response


@app.delete("/theme")
def forget_theme() -> Response:
    response = Response(status=204)
    response.delete_cookie("theme", secure=True, httponly=True, samesite="Lax")
    return response


@app.get("/export")
def export() -> Response:
    content = BytesIO(b"title,year\r\nSnow Country,1948\r\n")
    return send_file(content, "text/csv", as_attachment=True, download_name="Žofie – 2026.csv")
