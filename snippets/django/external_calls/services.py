"""The services that make up a book, and how to ask one of them."""

import asyncio
import logging
from typing import Literal

import httpx2
from django.conf import settings
from pydantic import TypeAdapter, ValidationError

SECONDS = 1.0
CALLS_AT_ONCE = 6
PARTS = ("prices", "reviews", "stock")

logger = logging.getLogger(__name__)
Counts = dict[str, int]
COUNTS = TypeAdapter(Counts)
Failure = Literal["timeout", "error"]

# One for the process: on an ASGI server all async views run on the same event loop.
client = httpx2.AsyncClient(
    base_url=settings.UPSTREAM_URL,
    limits=httpx2.Limits(max_connections=CALLS_AT_ONCE),
)


async def ask(part: str, book_id: int) -> Counts | Failure:
    try:
        # httpx2's own timeouts begin anew with each read; this one is for the whole call.
        async with asyncio.timeout(SECONDS):
            response = await client.get(f"/{part}/{book_id}")
        response.raise_for_status()
        return COUNTS.validate_json(response.content, strict=True)
    except TimeoutError:
        logger.warning("%s: no answer within %g s", part, SECONDS)
        return "timeout"
    except (httpx2.HTTPError, ValidationError) as error:
        logger.warning("%s: %r", part, error)
        return "error"
