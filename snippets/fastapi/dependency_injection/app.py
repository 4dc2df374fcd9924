"""A catalogue for each request that asks for one, by a dependency that opens and closes it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel

from .library import Catalogue, open_catalogue

logging.basicConfig(level=logging.INFO)
app = FastAPI()


async def catalogue_of_request() -> AsyncIterator[Catalogue]:
    async with open_catalogue() as catalogue:
        yield catalogue


# All who ask for it in a request are given the same one.
OpenCatalogue = Annotated[Catalogue, Depends(catalogue_of_request)]


async def author_of_book(number: int, catalogue: OpenCatalogue) -> str:
    try:
        return catalogue.author(number)
    except KeyError:
        raise HTTPException(404, f"There is no book {number}.") from None


class BookOut(BaseModel):
    title: str
    author: str
    catalogue: str
    questions: list[str]


@app.get("/")
async def hello() -> dict[str, str]:
    return {"hello": "reader"}


@app.get("/books/{number}")
async def read_book(
    number: int, author: Annotated[str, Depends(author_of_book)], catalogue: OpenCatalogue
) -> BookOut:
    await asyncio.sleep(0.05)  # Other requests are served meanwhile.
    return BookOut(
        title=catalogue.title(number),
        author=author,
        catalogue=catalogue.name,
        questions=catalogue.questions,
    )


@app.get("/broken")
async def broken(catalogue: OpenCatalogue) -> None:
    raise RuntimeError(f"This endpoint fails after it has read {catalogue.title(1)}.")
