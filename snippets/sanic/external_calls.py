"""Ask three services at once, and answer with what they gave in time."""

import asyncio
import os
from types import SimpleNamespace
from typing import Literal, TypeAlias

import httpx2
import sanic
from pydantic import TypeAdapter, ValidationError
from sanic import HTTPResponse, json
from sanic.log import logger

SECONDS = 1.0
CALLS_AT_ONCE = 6
PARTS = ("prices", "reviews", "stock")

Counts: TypeAlias = dict[str, int]
COUNTS = TypeAdapter(Counts)
Failure = Literal["timeout", "error"]


class Context(SimpleNamespace):
    """Is app.ctx; a listener fills it when a worker starts."""

    services: httpx2.AsyncClient


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("external_calls", ctx=Context())


@app.before_server_start
async def open_client(app: App) -> None:
    app.ctx.services = httpx2.AsyncClient(
        base_url=os.environ["UPSTREAM_URL"],
        limits=httpx2.Limits(max_connections=CALLS_AT_ONCE),
    )


@app.after_server_stop
async def close_client(app: App) -> None:
    await app.ctx.services.aclose()


async def ask(services: httpx2.AsyncClient, part: str, book_id: int) -> Counts | Failure:
    try:
        # The client's own timeouts begin anew with each read; this one is for the whole call.
        async with asyncio.timeout(SECONDS):
            response = await services.get(f"/{part}/{book_id}")
        response.raise_for_status()
        return COUNTS.validate_json(response.content, strict=True)
    except TimeoutError:
        logger.warning("%s: no answer within %g s", part, SECONDS)
        return "timeout"
    except (httpx2.HTTPError, ValidationError) as error:
        logger.warning("%s: %r", part, error)
        return "error"


@app.get("/books/<book_id:int>")
async def read_book(request: Request, book_id: int) -> HTTPResponse:
    services = request.app.ctx.services
    answers = await asyncio.gather(*(ask(services, part, book_id) for part in PARTS))
    parts = dict(zip(PARTS, answers, strict=True))
    failed = {part: answer for part, answer in parts.items() if isinstance(answer, str)}
    if len(failed) == len(PARTS):
        return json({"detail": "No service answered."}, status=502)
    return json({"book": book_id, **parts, **dict.fromkeys(failed), "failed": failed})
