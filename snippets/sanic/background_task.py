"""Announce a review after its answer was sent."""

import asyncio
import os
from types import SimpleNamespace
from typing import TypeAlias

import httpx2
import sanic
from sanic import HTTPResponse, json
from sanic.log import logger

PATIENCE = 10
"""Seconds that a stop waits for tasks."""


class Context(SimpleNamespace):
    """Is app.ctx; a listener fills it when a worker starts."""

    services: httpx2.AsyncClient
    tasks: set[asyncio.Task[None]]


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("background_task", ctx=Context())


@app.before_server_start
async def begin(app: App) -> None:
    app.ctx.services = httpx2.AsyncClient(base_url=os.environ["UPSTREAM_URL"], timeout=60)
    app.ctx.tasks = set()


# Not before_server_stop: until that has ended, Sanic takes requests, and they bring new tasks.
@app.after_server_stop
async def finish_tasks(app: App) -> None:
    if app.ctx.tasks:
        await asyncio.wait(app.ctx.tasks, timeout=PATIENCE)
    await app.ctx.services.aclose()


async def announce(services: httpx2.AsyncClient, book_id: int) -> None:
    """Tell the subscribers of a book; nobody waits for this, so it reports its own errors."""
    try:
        subscribers = await services.get(f"/subscribers/{book_id}")
        subscribers.raise_for_status()
        sent = await services.post(f"/announcements/{book_id}", json=subscribers.json())
        sent.raise_for_status()
    except Exception:
        logger.exception("The review of book %d was not announced.", book_id)


@app.post("/books/<book_id:int>/reviews")
async def add_review(request: Request, book_id: int) -> HTTPResponse:
    context = request.app.ctx
    # app.add_task keeps hold of tasks with a name only, and those are cancelled at a stop.
    task = asyncio.create_task(announce(context.services, book_id))
    context.tasks.add(task)
    task.add_done_callback(context.tasks.discard)
    return json({"book": book_id}, status=202)
