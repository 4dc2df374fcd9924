"""Typed parts of a path, a type of our own, and URLs built back from a route's name."""

from urllib.parse import quote, unquote

from sanic import HTTPResponse, Request, Sanic, json

app = Sanic("routing")


# --8<-- [start:types]
def parse_month(text: str) -> int:
    """Return the number of a month; ValueError tells the router to look for another route."""
    month = int(text)
    if not 1 <= month <= 12:
        raise ValueError("a year has the months 1 to 12")
    return month


app.router.register_pattern("month", parse_month, r"^(0?[1-9]|1[0-2])$")
# --8<-- [end:types]


# --8<-- [start:routes]
@app.get("/books/<book_id:int>", name="book")
async def book(request: Request, book_id: int) -> HTTPResponse:
    return json({"id": book_id, "url": request.app.url_for("book", book_id=book_id)})


@app.get("/archive/<year:int>/<month:month>", name="archive")
async def archive(request: Request, year: int, month: int) -> HTTPResponse:
    url = request.app.url_for("archive", year=year, month=month)
    return json({"year": year, "month": month, "url": url})


# unquote=True would not do: sanic-routing 23.12 leaves parts of the type path as they came.
@app.get("/files/<path:path>", name="file")
async def file(request: Request, path: str) -> HTTPResponse:
    path = unquote(path)
    # url_for puts a value into the URL as it is, so it has to be quoted before.
    return json({"path": path, "url": request.app.url_for("file", path=quote(path))})


# --8<-- [end:routes]
