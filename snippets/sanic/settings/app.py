"""An application that does not start with wrong settings."""

from types import SimpleNamespace
from typing import TypeAlias

import sanic
from sanic import HTTPResponse, json
from sanic.exceptions import ServiceUnavailable

from .configuration import Settings


class Context(SimpleNamespace):
    """Is app.ctx."""

    settings: Settings


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

# app.config takes every variable that begins with SANIC_, as text or number, and checks none.
app = sanic.Sanic("settings", ctx=Context(settings=Settings()))


@app.get("/")
async def home(request: Request) -> HTTPResponse:
    if request.app.ctx.settings.maintenance:
        raise ServiceUnavailable("Back soon.")
    return json({"hello": "reader"})


@app.get("/settings")
async def show(request: Request) -> HTTPResponse:
    return json(request.app.ctx.settings.model_dump(exclude={"secret_key"}))
