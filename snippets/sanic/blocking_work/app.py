"""Predict in other processes, so that the event loop goes on answering."""

from types import SimpleNamespace
from typing import TypeAlias

import sanic
from sanic import HTTPResponse, json

from .predictor import BusyError, Predictor


class Context(SimpleNamespace):
    """Is app.ctx; a listener fills it when a worker starts."""

    predictor: Predictor


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("blocking_work", ctx=Context())


@app.before_server_start
async def open_predictor(app: App) -> None:
    app.ctx.predictor = Predictor()


@app.after_server_stop
async def close_predictor(app: App) -> None:
    app.ctx.predictor.close()


@app.get("/books/<book_id:int>/prediction")
async def predict_stars(request: Request, book_id: int) -> HTTPResponse:
    stars = await request.app.ctx.predictor.stars(book_id)
    return json({"book": book_id, "stars": stars})


@app.exception(BusyError)
async def refuse(request: Request, error: BusyError) -> HTTPResponse:
    return json(
        {"detail": "Too many predictions are waiting."},
        status=503,
        headers={"Retry-After": "1"},
    )


@app.get("/ping")
async def ping(request: Request) -> HTTPResponse:
    return json({"pong": True})
