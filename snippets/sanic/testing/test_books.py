"""What the reading list promises, asked of a server on a port of its own."""

import secrets
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import IsolatedAsyncioTestCase

import httpx2
import jwt
from sanic import Sanic
from sanic.server.async_server import AsyncioServer

from testing.app import create_app


class BooksTest(IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        # Sanic keeps a register of its applications; this lets a test use the name again.
        Sanic.test_mode = True
        folder = self.enterContext(TemporaryDirectory())
        self.secret = secrets.token_hex()
        url = f"sqlite:///{Path(folder) / 'test.db'}"
        app = create_app(database_url=url, secret=self.secret)

        # create_server() runs in this test's event loop, where a debugger sees both sides.
        sock = socket.create_server(("127.0.0.1", 0))
        server = await app.create_server(sock=sock, return_asyncio_server=True)
        assert server is not None
        await server.startup()
        await server.before_start()
        await server.start_serving()
        self.addAsyncCleanup(self.stop, server)

        host, port = sock.getsockname()
        self.client = httpx2.AsyncClient(base_url=f"http://{host}:{port}", trust_env=False)
        await self.enterAsyncContext(self.client)

    async def stop(self, server: AsyncioServer) -> None:
        await server.close()
        await server.after_stop()

    def log_in(self, reader: str) -> None:
        expires = datetime.now(UTC) + timedelta(minutes=1)
        token = jwt.encode({"sub": reader, "exp": expires}, self.secret, algorithm="HS256")
        self.client.headers["Authorization"] = f"Bearer {token}"

    async def test_a_new_list_is_empty(self) -> None:
        assert (await self.client.get("/books")).json() == []

    async def test_who_is_logged_in_adds_a_book(self) -> None:
        self.log_in("Ada")
        answer = await self.client.post("/books", json={"title": "Emma", "stars": 5})
        assert answer.status_code == 201
        books = (await self.client.get("/books")).json()
        assert books == [{"title": "Emma", "stars": 5, "reader": "Ada"}]

    async def test_a_stranger_adds_nothing(self) -> None:
        answer = await self.client.post("/books", json={"title": "Emma", "stars": 5})
        assert answer.status_code == 401
        assert (await self.client.get("/books")).json() == []

    async def test_six_stars_are_refused(self) -> None:
        self.log_in("Ada")
        answer = await self.client.post("/books", json={"title": "Emma", "stars": 6})
        assert answer.status_code == 400
        assert answer.json()["errors"].keys() == {"stars"}
        assert (await self.client.get("/books")).json() == []
