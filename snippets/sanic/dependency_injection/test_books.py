"""The handlers with another catalogue: the application's context names what opens it."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from unittest import IsolatedAsyncioTestCase

from httpx2 import AsyncClient

from .app import app
from .library import Book, Catalogue


class ShelfTest(IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        self.closed: list[Catalogue] = []

        @asynccontextmanager
        async def open_shelf() -> AsyncIterator[Catalogue]:
            catalogue = Catalogue({1: Book("Persuasion", "Jane Austen")})
            try:
                yield catalogue
            finally:
                self.closed.append(catalogue)

        app.ctx.open_catalogue = open_shelf
        sock = socket.create_server(("127.0.0.1", 0))
        server = await app.create_server(sock=sock)
        assert server
        await server.startup()
        await server.start_serving()
        self.addAsyncCleanup(server.wait_closed)
        self.addCleanup(server.close)
        host, port = sock.getsockname()
        self.client = await self.enterAsyncContext(AsyncClient(base_url=f"http://{host}:{port}"))

    # One test, because an application starts once in a process.
    async def test_books_come_from_the_shelf(self) -> None:
        answer = (await self.client.get("/books/1")).json()
        assert answer["title"] == "Persuasion"
        assert [catalogue.name for catalogue in self.closed] == [answer["catalogue"]]

        missing = await self.client.get("/books/2")
        assert missing.status_code == 404
        assert len(self.closed) == 2
