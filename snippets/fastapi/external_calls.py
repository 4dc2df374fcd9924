"""Ask three services at once, and answer with what they gave in time."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Literal

import httpx2
from fastapi import Depends, FastAPI, HTTPException, Request, status
from pydantic import BaseModel, TypeAdapter, ValidationError

SECONDS = 1.0
CALLS_AT_ONCE = 6
PARTS = ("prices", "reviews", "stock")

logger = logging.getLogger(__name__)
Counts = dict[str, int]
COUNTS = TypeAdapter(Counts)
Failure = Literal["timeout", "error"]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with httpx2.AsyncClient(
        base_url=os.environ["UPSTREAM_URL"],
        limits=httpx2.Limits(max_connections=CALLS_AT_ONCE),
    ) as client:
        app.state.services = client
        yield


app = FastAPI(lifespan=lifespan)


async def get_services(request: Request) -> httpx2.AsyncClient:
    services: httpx2.AsyncClient = request.app.state.services
    return services


Services = Annotated[httpx2.AsyncClient, Depends(get_services)]


class Book(BaseModel):
    book: int
    prices: Counts | None = None
    reviews: Counts | None = None
    stock: Counts | None = None
    failed: dict[str, Failure]


async def ask(services: httpx2.AsyncClient, part: str, book_id: int) -> Counts | Failure:
    try:
        # httpx2's own timeouts begin anew with each read; this one is for the whole call.
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


@app.get("/books/{book_id:int}")
async def read_book(book_id: int, services: Services) -> Book:
    answers = await asyncio.gather(*(ask(services, part, book_id) for part in PARTS))
    found = {part: it for part, it in zip(PARTS, answers, strict=True) if isinstance(it, dict)}
    failed = {part: it for part, it in zip(PARTS, answers, strict=True) if isinstance(it, str)}
    if not found:
        raise HTTPException(status.HTTP_502_BAD_GATEWAY, "No service answered.")
    return Book(book=book_id, failed=failed, **found)
