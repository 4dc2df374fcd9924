"""New reviews as server-sent events: one by one, and those that a reader missed first."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, request
from redis import Redis

HEARTBEAT = float(os.environ.get("HEARTBEAT", "15"))
"""Seconds of silence after which a comment is sent.

A proxy takes a silent connection for a dead one, and a WSGI server learns that a client has left
by writing to it; until then the client's thread waits here.
"""
REVIEWS = "reviews"
EVENT_ID = re.compile(r"[0-9]{1,19}-[0-9]{1,19}")

redis = Redis.from_url(
    os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
    decode_responses=True,
    socket_timeout=HEARTBEAT + 5,  # By default redis-py gives up after five seconds.
)
app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
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


def last_seen() -> str:
    """Return the event after which a reader goes on; a new reader begins with the next one."""
    last_event_id = request.headers.get("Last-Event-ID", "")
    if EVENT_ID.fullmatch(last_event_id):
        return last_event_id
    newest: Any = redis.xrevrange(REVIEWS, count=1)
    return newest[0][0] if newest else "0-0"


def events(last: str) -> Iterator[str]:
    with counted():
        yield "retry: 3000\n\n"
        while True:
            read: Any = redis.xread({REVIEWS: last}, count=100, block=int(HEARTBEAT * 1000))
            if not read:
                yield ":\n\n"
            for _, reviews in read:
                for last, review in reviews:
                    # JSON has no line break outside of its strings' escapes; an event ends at one.
                    yield f"id: {last}\nevent: review\ndata: {json.dumps(review)}\n\n"


@app.get("/reviews/events")
def follow() -> Response:
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return Response(events(last_seen()), mimetype="text/event-stream", headers=headers)


@app.post("/reviews")
def add_review() -> tuple[dict[str, Any], int]:
    match request.get_json():
        case {"book": str(book), "text": str(text)}:
            return {"id": redis.xadd(REVIEWS, {"book": book, "text": text}, maxlen=1000)}, 201
    return {"detail": "A review needs a book and a text."}, 422


@app.get("/streams")
def streams() -> dict[str, int]:
    return {"open": len(open_streams)}
