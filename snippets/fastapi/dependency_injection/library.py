"""The catalogue that a request opens, asks and closes.

It stands for a session of a database: each that was opened has to be closed, and two requests that
share one see each other's work.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import NamedTuple
from uuid import uuid4

logger = logging.getLogger("library")


class Book(NamedTuple):
    title: str
    author: str


BOOKS = {
    1: Book("Emma", "Jane Austen"),
    2: Book("Middlemarch", "George Eliot"),
    3: Book("Villette", "Charlotte Brontë"),
}


class Catalogue:
    """Knows books by their numbers, and remembers what it was asked."""

    def __init__(self, books: Mapping[int, Book]) -> None:
        self.name = uuid4().hex
        self.books = books
        self.questions: list[str] = []

    def author(self, number: int) -> str:
        self.questions.append(f"author of {number}")
        return self.books[number].author

    def title(self, number: int) -> str:
        self.questions.append(f"title of {number}")
        return self.books[number].title


@asynccontextmanager
async def open_catalogue() -> AsyncIterator[Catalogue]:
    await asyncio.sleep(0.01)  # Stands for the way to a database, as does the one below.
    catalogue = Catalogue(BOOKS)
    logger.info("catalogue %s opened", catalogue.name)
    try:
        yield catalogue
    finally:
        await asyncio.sleep(0.01)
        asked = len(catalogue.questions)
        logger.info("catalogue %s closed, asked %d times", catalogue.name, asked)
