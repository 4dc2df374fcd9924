"""A cache in front of something slow: one reader computes, and a change leaves nothing old."""

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any, Literal, TypeAlias

from flask_caching import Cache
from redis.exceptions import RedisError

cache = Cache()
logger = logging.getLogger(__name__)

LEASE_SECONDS = 5

Value: TypeAlias = dict[str, Any]
Outcome: TypeAlias = Literal["hit", "miss", "bypass"]


def read_through(key: str, compute: Callable[[], Value | None]) -> tuple[Value | None, Outcome]:
    """Return a value and where it came from; None, for what does not exist, is not kept."""
    token = secrets.token_hex(8)
    try:
        value, may_compute = look_up(key, token)
    except RedisError as error:
        logger.warning("The cache is out of reach, so %s is computed: %s", key, error)
        return compute(), "bypass"
    if value is not None:
        return value, "hit"
    if not may_compute:
        return compute(), "bypass"
    try:
        value = compute()
    finally:
        hand_back(key, token, value)
    return value, "miss"


def look_up(key: str, token: str) -> tuple[Value | None, bool]:
    """Return the value, or else whether we hold the lease that lets one reader compute it."""
    lease = f"{key}:lease"
    deadline = time.monotonic() + LEASE_SECONDS
    while time.monotonic() < deadline:
        value = cache.get(key)
        if value is not None:
            return value, False
        if cache.add(lease, token, LEASE_SECONDS):
            # Who held it until now may have kept the value since we looked.
            value = cache.get(key)
            if value is None:
                return None, True
            cache.delete(lease)
            return value, False
        time.sleep(0.02)  # Another reader is computing it.
    return None, False


def hand_back(key: str, token: str, value: Value | None) -> None:
    """Keep the value, unless a change has taken the lease away since: then it may be old."""
    lease = f"{key}:lease"
    try:
        # Two steps: a change that comes right between them is hidden until the value expires.
        if cache.get(lease) == token:
            if value is not None:
                cache.set(key, value)
            cache.delete(lease)
    except RedisError as error:
        logger.warning("The cache is out of reach, so %s is not kept: %s", key, error)


def forget(key: str) -> None:
    """Drop the value, and the right to keep one that is being computed from older rows."""
    try:
        # Not delete_many: it looks whether they are gone, and fails if a reader has a new lease.
        cache.delete(f"{key}:lease")
        cache.delete(key)
    except RedisError as error:
        logger.warning("The cache is out of reach, so %s may stay there: %s", key, error)
