"""A cache in front of something slow: one reader computes, and a change leaves nothing old."""

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, Literal, TypeAlias

from redis.asyncio import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PREFIX = "reading-list:"
KEEP_SECONDS = 60
LEASE_SECONDS = 5

# Returns the value; or else "", if the caller is the one who may compute it; or else nothing.
LOOK_UP = """
local value = redis.call("GET", KEYS[1])
if not value and redis.call("SET", KEYS[2], ARGV[1], "NX", "EX", ARGV[2]) then
    value = ""
end
return value
"""

# Keeps the value, unless a change has taken the lease away since: then it may be old.
HAND_BACK = """
if redis.call("GET", KEYS[2]) == ARGV[1] then
    redis.call("DEL", KEYS[2])
    if ARGV[2] ~= "" then
        redis.call("SET", KEYS[1], ARGV[2], "EX", ARGV[3])
    end
end
"""

Value: TypeAlias = dict[str, Any]
Outcome: TypeAlias = Literal["hit", "miss", "bypass"]


class Cache:
    def __init__(self, url: str) -> None:
        # A cache that does not answer must not cost more than what it saves.
        self.redis = Redis.from_url(
            url, decode_responses=True, socket_connect_timeout=0.25, socket_timeout=0.25
        )
        self.run_look_up = self.redis.register_script(LOOK_UP)
        self.run_hand_back = self.redis.register_script(HAND_BACK)

    async def read_through(
        self, name: str, compute: Callable[[], Awaitable[Value | None]]
    ) -> tuple[Value | None, Outcome]:
        """Return a value and where it came from; None, for what does not exist, is not kept."""
        token = secrets.token_hex(8)
        try:
            value, may_compute = await self.look_up(name, token)
        except RedisError as error:
            logger.warning("The cache is out of reach, so %s is computed: %s", name, error)
            return await compute(), "bypass"
        if value is not None:
            return value, "hit"
        if not may_compute:
            return await compute(), "bypass"
        try:
            value = await compute()
        finally:
            await self.hand_back(name, token, value)
        return value, "miss"

    async def look_up(self, name: str, token: str) -> tuple[Value | None, bool]:
        """Return the value, or else whether we hold the lease that lets one reader compute it."""
        for _ in range(LEASE_SECONDS * 50):
            text = await self.run_look_up(keys(name), [token, LEASE_SECONDS])
            if text == "":
                return None, True
            if text is not None:
                return json.loads(text), False
            await asyncio.sleep(0.02)  # Another reader is computing it.
        return None, False

    async def hand_back(self, name: str, token: str, value: Value | None) -> None:
        text = "" if value is None else json.dumps(value)
        try:
            await self.run_hand_back(keys(name), [token, text, KEEP_SECONDS])
        except RedisError as error:
            logger.warning("The cache is out of reach, so %s is not kept: %s", name, error)

    async def forget(self, name: str) -> None:
        """Drop the value, and the right to keep one that is being computed from older rows."""
        try:
            await self.redis.delete(*keys(name))
        except RedisError as error:
            logger.warning("The cache is out of reach, so %s may stay there: %s", name, error)


def keys(name: str) -> list[str]:
    """Where a value lies, and where the right to compute it."""
    return [f"{PREFIX}{name}", f"{PREFIX}{name}:lease"]
