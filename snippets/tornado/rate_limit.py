"""Let each client in a few times a minute, counted in Redis for all processes at once."""

import asyncio
import logging
import math
import os
import time

from limits import parse
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from tornado.escape import json_encode
from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

define("port", default=8000, type=int, help="port to listen on")

logger = logging.getLogger(__name__)

RATE = parse(os.environ.get("RATE_LIMIT", "5/minute"))


class LimitedHandler(RequestHandler):
    """Counts before the handler's own method runs; each class counts for itself."""

    def initialize(self, limiter: MovingWindowRateLimiter) -> None:
        self.limiter = limiter

    async def prepare(self) -> None:
        # The address of the connection, unless the server is started with xheaders=True.
        who = (type(self).__name__, self.request.remote_ip or "")
        try:
            allowed = await self.limiter.hit(RATE, *who)
            window = await self.limiter.get_window_stats(RATE, *who)
        except StorageError as error:
            # Here readers matter more than the limit; for a login it would be the other way round.
            logger.warning("Requests are not counted: %s", error.storage_error)
            return
        self.set_header("X-RateLimit-Limit", RATE.amount)
        self.set_header("X-RateLimit-Remaining", window.remaining)
        if not allowed:
            self.set_status(429)
            self.set_header("Retry-After", max(1, math.ceil(window.reset_time - time.time())))
            self.finish({"detail": "Too many requests. Come back later."})

    def answer(self, rows: list[dict[str, int | str]]) -> None:
        self.set_header("Content-Type", "application/json")
        self.write(json_encode(rows))


class BooksHandler(LimitedHandler):
    def get(self) -> None:
        self.answer([{"id": 1, "title": "Emma"}])


class ReviewsHandler(LimitedHandler):
    def get(self) -> None:
        self.answer([{"book": 1, "stars": 5}])


class AboutHandler(RequestHandler):
    def get(self) -> None:
        self.write({"name": "reading list"})


def make_app(limiter: MovingWindowRateLimiter) -> Application:
    return Application(
        [
            (r"/books", BooksHandler, {"limiter": limiter}),
            (r"/reviews", ReviewsHandler, {"limiter": limiter}),
            (r"/about", AboutHandler),
        ]
    )


async def main() -> None:
    parse_command_line()
    storage = RedisStorage(
        os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
        implementation="redispy",
        key_prefix="reading-list",
        wrap_exceptions=True,
        max_connections=5000,  # With the default, the hundred-and-first at a time is not counted.
        socket_connect_timeout=0.25,
        socket_timeout=0.25,
    )
    # A moving window looks back from now; a fixed one lets twice as many in around its end.
    make_app(MovingWindowRateLimiter(storage)).listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
