"""A page from Jinja templates by Sanic Extensions: one base, one child, escaped by default."""

from pathlib import Path

from sanic import HTTPResponse, Request, Sanic
from sanic_ext import render

BOOKS = ["Middlemarch", "Things Fall Apart", '<script>alert("x")</script> & Sons']

# --8<-- [start:app]
app = Sanic("templates")
app.config.TEMPLATING_PATH_TO_TEMPLATES = Path(__file__).parent / "templates"


@app.get("/shelf")
async def shelf(request: Request) -> HTTPResponse:
    owner = request.args.get("owner", "Ada")
    books = [] if owner == "Nobody" else BOOKS
    return await render("shelf.html", context={"owner": owner, "books": books})


# --8<-- [end:app]
