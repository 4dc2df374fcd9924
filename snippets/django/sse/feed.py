"""The newest reviews, in a Redis stream that all processes share."""

import re
from collections.abc import AsyncIterator
from typing import Any, TypeAlias

from django.conf import settings
from redis.asyncio import Redis

Review: TypeAlias = dict[str, str]

REVIEWS = "reviews"
EVENT_ID = re.compile(r"[0-9]{1,19}-[0-9]{1,19}")

redis = Redis.from_url(
    settings.REDIS_URL,
    decode_responses=True,
    max_connections=5000,  # Each reader holds one; by default the hundred-and-first fails.
    socket_timeout=settings.HEARTBEAT + 5,  # By default redis-py gives up after five seconds.
)


async def add(book: str, text: str) -> str:
    """Keep a review, for as long as it is among the newest thousand; return its id."""
    return str(await redis.xadd(REVIEWS, {"book": book, "text": text}, maxlen=1000))


async def last_seen(last_event_id: str) -> str:
    """Return the event after which a reader goes on; a new reader begins with the next one."""
    if EVENT_ID.fullmatch(last_event_id):
        return last_event_id
    newest: Any = await redis.xrevrange(REVIEWS, count=1)
    return newest[0][0] if newest else "0-0"


async def after(last: str) -> AsyncIterator[tuple[str, Review] | None]:
    """Yield the id and the fields of each review after one, and None for each silence."""
    while True:
        block = int(settings.HEARTBEAT * 1000)
        read: Any = await redis.xread({REVIEWS: last}, count=100, block=block)
        if not read:
            yield None
        for _, reviews in read:
            for last, review in reviews:
                yield last, review
