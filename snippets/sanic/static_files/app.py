"""Static files: a directory with a route, linked by `url_for`."""

from pathlib import Path

from sanic import HTTPResponse, Request, Sanic, text
from sanic_ext import render

HERE = Path(__file__).parent

app = Sanic("static_files")
app.config.TEMPLATING_PATH_TO_TEMPLATES = HERE / "templates"
# Without use_content_range, which answers a range that ends after the file with a wrong one.
app.static("/static", HERE / "static", name="static")


# The address of a directory raises this, which would be a 500.
@app.exception(IsADirectoryError)
async def hide_directory(request: Request, error: IsADirectoryError) -> HTTPResponse:
    return text("Not found\n", status=404)


@app.get("/")
async def book_list(request: Request) -> HTTPResponse:
    return await render("books.html")
