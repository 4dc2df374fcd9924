"""Let each client in a few times a minute, counted in Redis for all processes at once."""

import logging
import math
import os
import time

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from limits import parse
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from pydantic import BaseModel

logging.basicConfig(level=logging.WARNING)
logger = logging.getLogger(__name__)

RATE = parse(os.environ.get("RATE_LIMIT", "5/minute"))
# A moving window looks back from now; a fixed one lets twice as many in around its end.
limiter = MovingWindowRateLimiter(
    RedisStorage(
        os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
        implementation="redispy",
        key_prefix="reading-list",
        wrap_exceptions=True,
        max_connections=5000,  # With the default, the hundred-and-first at a time is not counted.
        socket_connect_timeout=0.25,
        socket_timeout=0.25,
    )
)


class RateLimit:
    """A dependency: each route that has it counts for itself."""

    def __init__(self, scope: str) -> None:
        self.scope = scope

    async def __call__(self, request: Request, response: Response) -> None:
        # The address of the connection, or what a proxy says that uvicorn has been told to trust.
        who = (self.scope, request.client.host if request.client else "")
        try:
            allowed = await limiter.hit(RATE, *who)
            window = await limiter.get_window_stats(RATE, *who)
        except StorageError as error:
            # Here readers matter more than the limit; for a login it would be the other way round.
            logger.warning("Requests are not counted: %s", error.storage_error)
            return
        headers = {
            "X-RateLimit-Limit": str(RATE.amount),
            "X-RateLimit-Remaining": str(window.remaining),
        }
        if not allowed:
            wait = math.ceil(window.reset_time - time.time())
            headers["Retry-After"] = str(max(1, wait))
            raise HTTPException(429, "Too many requests. Come back later.", headers)
        response.headers.update(headers)


app = FastAPI()


class Book(BaseModel):
    id: int
    title: str


class Review(BaseModel):
    book: int
    stars: int


@app.get("/books", dependencies=[Depends(RateLimit("books"))])
async def list_books() -> list[Book]:
    return [Book(id=1, title="Emma")]


@app.get("/reviews", dependencies=[Depends(RateLimit("reviews"))])
async def list_reviews() -> list[Review]:
    return [Review(book=1, stars=5)]


@app.get("/about")
async def about() -> dict[str, str]:
    return {"name": "reading list"}
