"""A catalogue that each worker opens before its first request and closes after its last."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, TypedDict

from fastapi import Depends, FastAPI, Request
from pydantic import BaseModel

from .library import Catalogue, note

logging.basicConfig(level=logging.INFO)


class State(TypedDict):
    catalogue: Catalogue


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[State]:
    catalogue = Catalogue()
    await catalogue.open()
    try:
        # Each request is given this as its state.
        yield {"catalogue": catalogue}
    finally:
        await catalogue.close()


app = FastAPI(lifespan=lifespan)


async def catalogue_of_worker(request: Request) -> Catalogue:
    catalogue: Catalogue = request.state.catalogue
    return catalogue


OpenCatalogue = Annotated[Catalogue, Depends(catalogue_of_worker)]


class Book(BaseModel):
    title: str
    worker: int


@app.get("/")
async def book_of_the_day(catalogue: OpenCatalogue) -> Book:
    return Book(title=catalogue.title(1), worker=os.getpid())


@app.get("/report")
async def report(catalogue: OpenCatalogue) -> Book:
    note("a report is begun")
    await asyncio.sleep(0.5)
    title = catalogue.title(2)
    note("the report is done")
    return Book(title=title, worker=os.getpid())
