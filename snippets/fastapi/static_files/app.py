"""Static files: a mounted application of Starlette, linked by `url_for`."""

import os
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from starlette.types import Scope

HERE = Path(__file__).parent


class RevalidatedStaticFiles(StaticFiles):
    """Files that browsers keep, and ask about each time; by itself it leaves them to guess."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "no-cache"
        return response


app = FastAPI()
app.mount("/static", RevalidatedStaticFiles(directory=HERE / "static"), name="static")
templates = Jinja2Templates(directory=HERE / "templates")


@app.get("/", response_class=HTMLResponse)
async def book_list(request: Request) -> HTMLResponse:
    return templates.TemplateResponse(request, "books.html")
