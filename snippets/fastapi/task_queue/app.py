"""Order a report, and ask how far it is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI, HTTPException, Request, Response, status
from pydantic import BaseModel, Field
from saq import Queue

from .tasks import as_json, open_queue, order_report


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Queue]]:
    queue = open_queue()
    await queue.connect()
    yield {"queue": queue}
    await queue.disconnect()


app = FastAPI(lifespan=lifespan, max_body_size=16 * 1024)


async def get_queue(request: Request) -> Queue:
    queue: Queue = request.state.queue
    return queue


Reports = Annotated[Queue, Depends(get_queue)]


class Order(BaseModel):
    ratings: list[Annotated[int, Field(ge=1, le=5, strict=True)]] = Field(max_length=1000)


@app.post("/reports", status_code=status.HTTP_202_ACCEPTED)
async def order(wanted: Order, queue: Reports, response: Response) -> dict[str, Any]:
    job = await order_report(queue, wanted.ratings)
    response.headers["Location"] = app.url_path_for("show", report_id=job.key)
    return as_json(job)


@app.get("/reports/{report_id}")
async def show(report_id: UUID, queue: Reports) -> dict[str, Any]:
    job = await queue.job(str(report_id))
    if job is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such report.")
    return as_json(job)
