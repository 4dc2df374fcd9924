"""Order a report, and ask how far it is."""

from types import SimpleNamespace
from typing import Annotated, TypeAlias
from uuid import UUID

import sanic
from pydantic import BaseModel, Field, ValidationError
from sanic import HTTPResponse, json
from sanic.exceptions import NotFound
from saq import Queue

from .tasks import as_json, open_queue, order_report


class Context(SimpleNamespace):
    """Is app.ctx; a listener fills it when a worker process of the server starts."""

    queue: Queue


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("task_queue", ctx=Context())
app.config.FALLBACK_ERROR_FORMAT = "json"
app.config.REQUEST_MAX_SIZE = 16 * 1024


@app.before_server_start
async def open_connection(app: App) -> None:
    app.ctx.queue = open_queue()
    await app.ctx.queue.connect()


@app.after_server_stop
async def close_connection(app: App) -> None:
    await app.ctx.queue.disconnect()


class Order(BaseModel):
    ratings: list[Annotated[int, Field(ge=1, le=5)]] = Field(max_length=1000)


@app.post("/reports")
async def order(request: Request) -> HTTPResponse:
    try:
        wanted = Order.model_validate_json(request.body, strict=True)
    except ValidationError:
        detail = "Send JSON with `ratings`, a list of at most 1000 numbers from 1 to 5."
        return json({"detail": detail}, status=400)
    job = await order_report(request.app.ctx.queue, wanted.ratings)
    location = request.app.url_for("show", report_id=job.key)
    return json(as_json(job), status=202, headers={"Location": location})


@app.get("/reports/<report_id:uuid>")
async def show(request: Request, report_id: UUID) -> HTTPResponse:
    job = await request.app.ctx.queue.job(str(report_id))
    if job is None:
        raise NotFound("There is no such report.")
    return json(as_json(job))
