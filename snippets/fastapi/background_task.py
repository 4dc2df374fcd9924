"""Announce a review after its answer was sent."""

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from fastapi import BackgroundTasks, FastAPI, Request, status
from pydantic import BaseModel

logger = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    # uvicorn waits for background tasks before it ends this block, so they keep their client.
    async with httpx2.AsyncClient(base_url=os.environ["UPSTREAM_URL"], timeout=60) as client:
        app.state.services = client
        yield


app = FastAPI(lifespan=lifespan)


class Accepted(BaseModel):
    book: int


async def announce(services: httpx2.AsyncClient, book_id: int) -> None:
    """Tell the subscribers of a book; nobody waits for this, so it reports its own errors."""
    try:
        subscribers = await services.get(f"/subscribers/{book_id}")
        subscribers.raise_for_status()
        sent = await services.post(f"/announcements/{book_id}", json=subscribers.json())
        sent.raise_for_status()
    except Exception:
        logger.exception("The review of book %d was not announced.", book_id)


@app.post("/books/{book_id:int}/reviews", status_code=status.HTTP_202_ACCEPTED)
async def add_review(book_id: int, request: Request, tasks: BackgroundTasks) -> Accepted:
    tasks.add_task(announce, request.app.state.services, book_id)
    return Accepted(book=book_id)
