"""New reviews as server-sent events: one by one, and those that a reader missed first."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, TypeAlias

import sanic
from redis.asyncio import Redis
from sanic import HTTPResponse

HEARTBEAT = float(os.environ.get("HEARTBEAT", "15"))
"""Seconds of silence after which a comment is sent; a proxy takes silence for death."""
REVIEWS = "reviews"
EVENT_ID = re.compile(r"[0-9]{1,19}-[0-9]{1,19}")


class Context(SimpleNamespace):
    """What the application holds for its handlers."""

    redis: Redis


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("sse", ctx=Context())
open_streams: set[object] = set()


@app.before_server_start
async def connect(app: App) -> None:
    app.ctx.redis = Redis.from_url(
        os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
        decode_responses=True,
        max_connections=5000,  # Each reader holds one; by default the hundred-and-first fails.
        socket_timeout=HEARTBEAT + 5,  # By default redis-py gives up after five seconds.
    )


@app.after_server_stop
async def disconnect(app: App) -> None:
    await app.ctx.redis.aclose()


@contextmanager
def counted() -> Iterator[None]:
    """Count a stream as open until its client is gone."""
    stream = object()
    open_streams.add(stream)
    try:
        yield
    finally:
        open_streams.discard(stream)


async def last_seen(request: Request) -> str:
    """Return the event after which a reader goes on; a new reader begins with the next one."""
    last_event_id = request.headers.get("Last-Event-ID", "")
    if EVENT_ID.fullmatch(last_event_id):
        return str(last_event_id)
    newest: Any = await request.app.ctx.redis.xrevrange(REVIEWS, count=1)
    return newest[0][0] if newest else "0-0"


@app.get("/reviews/events")
async def follow(request: Request) -> None:
    redis = request.app.ctx.redis
    last = await last_seen(request)
    response = await request.respond(
        content_type="text/event-stream",
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
    )
    # Sanic cancels the handler when the client leaves, wherever it waits.
    with counted():
        await response.send("retry: 3000\n\n")
        while True:
            read: Any = await redis.xread({REVIEWS: last}, count=100, block=int(HEARTBEAT * 1000))
            if not read:
                await response.send(":\n\n")
            for _, reviews in read:
                for last, review in reviews:
                    # `json.dumps` escapes line breaks; an event would end at one.
                    data = json.dumps(review)
                    await response.send(f"id: {last}\nevent: review\ndata: {data}\n\n")


@app.post("/reviews")
async def add_review(request: Request) -> HTTPResponse:
    match request.json:
        case {"book": str(book), "text": str(text)}:
            fields: Any = {"book": book, "text": text}
            added = await request.app.ctx.redis.xadd(REVIEWS, fields, maxlen=1000)
            return sanic.json({"id": added}, status=201)
    return sanic.json({"detail": "A review needs a book and a text."}, status=422)


@app.get("/streams")
async def streams(request: Request) -> HTTPResponse:
    return sanic.json({"open": len(open_streams)})
