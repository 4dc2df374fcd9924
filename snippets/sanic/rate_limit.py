"""Let each client in a few times a minute, counted in Redis for all processes at once."""

import math
import os
import time
from types import SimpleNamespace
from typing import TypeAlias

import sanic
from limits import parse
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from sanic import HTTPResponse, json
from sanic.log import logger
from sanic.response import BaseHTTPResponse


class Context(SimpleNamespace):
    """What the application holds for its handlers."""

    limiter: MovingWindowRateLimiter


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("rate_limit", ctx=Context())

RATE = parse(os.environ.get("RATE_LIMIT", "5/minute"))


@app.before_server_start
async def connect(app: App) -> None:
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
    app.ctx.limiter = MovingWindowRateLimiter(storage)


@app.on_request
async def count(request: Request) -> HTTPResponse | None:
    # A route with `ctx_limited` counts for itself; an unknown address has no route at all.
    if request.route is None or not getattr(request.route.ctx, "limited", False):
        return None
    # The address of the connection, unless PROXIES_COUNT or FORWARDED_SECRET is set.
    who = (request.route.name, request.client_ip)
    limiter = request.app.ctx.limiter
    try:
        allowed = await limiter.hit(RATE, *who)
        window = await limiter.get_window_stats(RATE, *who)
    except StorageError as error:
        # Here readers matter more than the limit; for a login it would be the other way round.
        logger.warning("Requests are not counted: %s", error.storage_error)
        return None
    request.ctx.limit_headers = {
        "X-RateLimit-Limit": str(RATE.amount),
        "X-RateLimit-Remaining": str(window.remaining),
    }
    if allowed:
        return None
    wait = math.ceil(window.reset_time - time.time())
    return json(
        {"detail": "Too many requests. Come back later."},
        status=429,
        headers={"Retry-After": str(max(1, wait))},
    )


@app.on_response
async def tell(request: Request, response: BaseHTTPResponse) -> None:
    response.headers.update(getattr(request.ctx, "limit_headers", {}))


@app.get("/books", ctx_limited=True)
async def list_books(request: Request) -> HTTPResponse:
    return json([{"id": 1, "title": "Emma"}])


@app.get("/reviews", ctx_limited=True)
async def list_reviews(request: Request) -> HTTPResponse:
    return json([{"book": 1, "stars": 5}])


@app.get("/about")
async def about(request: Request) -> HTTPResponse:
    return json({"name": "reading list"})
