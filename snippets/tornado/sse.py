"""New reviews as server-sent events: one by one, and those that a reader missed first."""

import asyncio
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from redis.asyncio import Redis
from tornado.iostream import StreamClosedError
from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

define("port", default=8000, type=int, help="port to listen on")

HEARTBEAT = float(os.environ.get("HEARTBEAT", "15"))
"""Seconds of silence after which a comment is sent; a proxy takes silence for death."""
REVIEWS = "reviews"
EVENT_ID = re.compile(r"[0-9]{1,19}-[0-9]{1,19}")

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


class BaseHandler(RequestHandler):
    def initialize(self, redis: Redis) -> None:
        self.redis = redis


class EventsHandler(BaseHandler):
    async def get(self) -> None:
        last = await self.last_seen()
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("Cache-Control", "no-cache")
        self.set_header("X-Accel-Buffering", "no")
        # `flush` waits until the client takes what was written, and raises once it has left.
        with counted(), suppress(StreamClosedError):
            self.write("retry: 3000\n\n")
            await self.flush()
            while True:
                last = await self.send_after(last)

    async def last_seen(self) -> str:
        """Return the event after which a reader goes on; a new reader begins with the next one."""
        last_event_id = self.request.headers.get("Last-Event-ID", "")
        if EVENT_ID.fullmatch(last_event_id):
            return last_event_id
        newest: Any = await self.redis.xrevrange(REVIEWS, count=1)
        return newest[0][0] if newest else "0-0"

    async def send_after(self, last: str) -> str:
        """Send the events after one, or a comment if none comes; return the last one sent."""
        read: Any = await self.redis.xread({REVIEWS: last}, count=100, block=int(HEARTBEAT * 1000))
        if not read:
            self.write(":\n\n")
            await self.flush()
        for _, reviews in read:
            for last, review in reviews:
                # `json.dumps` escapes line breaks; an event would end at one.
                self.write(f"id: {last}\nevent: review\ndata: {json.dumps(review)}\n\n")
                await self.flush()
        return last


class ReviewsHandler(BaseHandler):
    async def post(self) -> None:
        try:
            review = json.loads(self.request.body)
        except ValueError:
            review = None
        match review:
            case {"book": str(book), "text": str(text)}:
                fields: Any = {"book": book, "text": text}
                self.set_status(201)
                self.write({"id": await self.redis.xadd(REVIEWS, fields, maxlen=1000)})
            case _:
                self.set_status(422)
                self.write({"detail": "A review needs a book and a text."})


class StreamsHandler(RequestHandler):
    def get(self) -> None:
        self.write({"open": len(open_streams)})


def make_app(redis: Redis) -> Application:
    return Application(
        [
            (r"/reviews/events", EventsHandler, {"redis": redis}),
            (r"/reviews", ReviewsHandler, {"redis": redis}),
            (r"/streams", StreamsHandler),
        ]
    )


async def main() -> None:
    parse_command_line()
    redis = Redis.from_url(
        os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
        decode_responses=True,
        max_connections=5000,  # Each reader holds one; by default the hundred-and-first fails.
        socket_timeout=HEARTBEAT + 5,  # By default redis-py gives up after five seconds.
    )
    make_app(redis).listen(options.port, address="127.0.0.1", max_body_size=64 * 1024)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
