"""Render a page from a template that extends a base and escapes what it is given."""

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

app = FastAPI()
templates = Jinja2Templates(directory=Path(__file__).parent / "templates")

BOOKS = ("Sketch of the Analytical Engine", '<script>alert("x")</script> & Sons')
SHELVES: dict[str, tuple[str, ...]] = {"Nobody": ()}


# --8<-- [start:view]
@app.get("/shelf", response_class=HTMLResponse)
async def shelf(request: Request, owner: str = "Ada") -> HTMLResponse:
    context = {"owner": owner, "books": SHELVES.get(owner, BOOKS)}
    return templates.TemplateResponse(request, "shelf.html", context)


# --8<-- [end:view]
