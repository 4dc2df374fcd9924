"""New reviews as server-sent events: one by one, and those that a reader missed first."""

import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel
from redis.asyncio import Redis

HEARTBEAT = float(os.environ.get("HEARTBEAT", "15"))
"""Seconds of silence after which a comment is sent; a proxy takes silence for death.

FastAPI sends one by itself after fifteen; that interval cannot be set.
"""
REVIEWS = "reviews"
EVENT_ID = re.compile(r"[0-9]{1,19}-[0-9]{1,19}")

redis = Redis.from_url(
    os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
    decode_responses=True,
    max_connections=5000,  # Each reader holds one; by default the hundred-and-first fails.
    socket_timeout=HEARTBEAT + 5,  # By default redis-py gives up after five seconds.
)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    await redis.aclose()


app = FastAPI(lifespan=lifespan, max_body_size=64 * 1024)
open_streams: set[object] = set()


@contextmanager
def counted() -> Iterator[None]:
    """Count a stream as open until its client is gone."""
    stream = object()
    open_streams.add(stream)
    try:
        yield
    finally:
        open_streams.discard(stream)


async def last_seen(last_event_id: Annotated[str, Header()] = "") -> str:
    """Return the event after which a reader goes on; a new reader begins with the next one."""
    if EVENT_ID.fullmatch(last_event_id):
        return last_event_id
    newest: Any = await redis.xrevrange(REVIEWS, count=1)
    return str(newest[0][0]) if newest else "0-0"


# It is a dependency, and so known before the answer begins: the body runs after the headers.
@app.get("/reviews/events", response_class=EventSourceResponse)
async def follow(last: Annotated[str, Depends(last_seen)]) -> AsyncIterator[ServerSentEvent]:
    with counted():
        yield ServerSentEvent(retry=3000)
        while True:
            read: Any = await redis.xread({REVIEWS: last}, count=100, block=int(HEARTBEAT * 1000))
            if not read:
                yield ServerSentEvent(comment="")
            for _, reviews in read:
                for last, review in reviews:
                    yield ServerSentEvent(id=last, event="review", data=review)


class Review(BaseModel):
    book: str
    text: str


@app.post("/reviews", status_code=201)
async def add_review(review: Review) -> dict[str, str]:
    fields: Any = review.model_dump()
    return {"id": str(await redis.xadd(REVIEWS, fields, maxlen=1000))}


@app.get("/streams")
async def streams() -> dict[str, int]:
    return {"open": len(open_streams)}
