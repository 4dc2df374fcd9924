"""A catalogue that each worker opens before its first request and closes after its last."""

import asyncio
import os
from types import SimpleNamespace
from typing import TypeAlias

import sanic
from sanic import HTTPResponse, json

from .library import Catalogue, note


class Context(SimpleNamespace):
    """Is app.ctx; a listener fills it when a worker starts."""

    catalogue: Catalogue


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("lifespan", ctx=Context())


@app.before_server_start
async def open_catalogue(app: App) -> None:
    app.ctx.catalogue = Catalogue()
    await app.ctx.catalogue.open()


# Not before_server_stop: requests are still being answered then.
@app.after_server_stop
async def close_catalogue(app: App) -> None:
    await app.ctx.catalogue.close()


@app.get("/")
async def book_of_the_day(request: Request) -> HTTPResponse:
    return json({"title": request.app.ctx.catalogue.title(1), "worker": os.getpid()})


@app.get("/report")
async def report(request: Request) -> HTTPResponse:
    note("a report is begun")
    await asyncio.sleep(0.5)
    title = request.app.ctx.catalogue.title(2)
    note("the report is done")
    return json({"title": title, "worker": os.getpid()})
