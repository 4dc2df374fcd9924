"""A catalogue that takes its time to open, is used by all requests of a worker, and is closed."""

import asyncio
import logging
import os

logger = logging.getLogger("library")
BOOKS = {1: "Emma", 2: "Middlemarch"}


def note(text: str) -> None:
    logger.info("worker %d: %s", os.getpid(), text)


class Catalogue:
    """Stands for a pool of connections, a client of another service, or an index in memory."""

    def __init__(self) -> None:
        self.books: dict[int, str] = {}

    async def open(self) -> None:
        await asyncio.sleep(0.2)
        self.books = dict(BOOKS)
        note("the catalogue is open")

    async def close(self) -> None:
        await asyncio.sleep(0.05)
        self.books.clear()
        note("the catalogue is closed")

    def title(self, number: int) -> str:
        return self.books[number]
