"""Statuses, headers, redirects, cookies, downloads and conditional requests."""

import re
from hashlib import sha256
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import Cookie, FastAPI, Form, Header, Response, status
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse

app = FastAPI(max_body_size=64 * 1024)

QUOTATION = "国境の長いトンネルを抜けると雪国であった。\n"
ETAG = f'"{sha256(QUOTATION.encode()).hexdigest()}"'
YEAR = 365 * 24 * 60 * 60
# One slash and no second: browsers read a backslash as a slash, and drop tabs and line ends.
LOCAL_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]*")

# `async def` endpoints run one at a time on the event loop, so no lock guards this set.
bookmarks: set[int] = set()


# A GET route of FastAPI answers HEAD with 405 unless it is named as well.
@app.head("/quotation")
@app.get("/quotation")
async def quotation(if_none_match: Annotated[str, Header()] = "") -> Response:
    headers = {"ETag": ETAG, "Cache-Control": "no-cache"}
    known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    if known & {ETAG, "*"}:
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    return PlainTextResponse(QUOTATION, headers=headers | {"Content-Language": "ja"})


@app.get("/quote")
async def moved_quotation() -> RedirectResponse:
    return RedirectResponse(app.url_path_for("quotation"), status.HTTP_301_MOVED_PERMANENTLY)


@app.put("/bookmarks/{book_id:int}")
async def bookmark(book_id: int) -> Response:
    if book_id in bookmarks:
        return Response(status_code=status.HTTP_204_NO_CONTENT)
    bookmarks.add(book_id)
    location = app.url_path_for("bookmark", book_id=book_id)
    return JSONResponse({"book_id": book_id}, status.HTTP_201_CREATED, {"Location": location})


@app.get("/theme")
async def read_theme(theme: Annotated[str, Cookie()] = "light") -> dict[str, str]:
    return {"theme": theme}


@app.post("/theme")
async def set_theme(
    theme: Annotated[Literal["light", "dark"], Form()],
    target: Annotated[str, Form(alias="next")] = "",
) -> RedirectResponse:
    # Without a status it would be 307, which repeats the POST at the other address.
    response = RedirectResponse(
        target if LOCAL_PATH.fullmatch(target) else "/", status.HTTP_303_SEE_OTHER
    )
    response.set_cookie("theme", theme, max_age=YEAR, secure=True, httponly=True, samesite="lax")
    return response


@app.delete("/theme", status_code=status.HTTP_204_NO_CONTENT)
async def forget_theme(response: Response) -> None:
    response.delete_cookie("theme", secure=True, httponly=True, samesite="lax")


@app.get("/export")
async def export() -> Response:
    # FileResponse would write this header; what is not a file on the disk has it by hand.
    filename = quote("Žofie – 2026.csv", safe="")
    return Response(
        "title,year\r\nSnow Country,1948\r\n",
        media_type="text/csv",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{filename}"},
    )
