"""What the reading list promises, asked of a server on a port of its own."""

import secrets
from typing import Any

from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import StaticPool
from tornado.escape import json_decode, json_encode
from tornado.httpclient import HTTPResponse
from tornado.testing import AsyncHTTPTestCase
from tornado.web import Application, create_signed_value

from testing.app import make_app
from testing.models import create_tables


class BooksTest(AsyncHTTPTestCase):
    def get_app(self) -> Application:
        # One connection keeps the database in memory alive, for this test and no other.
        self.engine = create_async_engine("sqlite+aiosqlite://", poolclass=StaticPool)
        self.io_loop.run_sync(lambda: create_tables(self.engine))
        self.secret = secrets.token_hex()
        return make_app(self.engine, self.secret)

    def tearDown(self) -> None:
        self.io_loop.run_sync(self.engine.dispose)
        super().tearDown()

    def books(self) -> Any:
        return json_decode(self.fetch("/books").body)

    def add(self, reader: str | None = None, **book: Any) -> HTTPResponse:
        headers = {}
        if reader:
            cookie = create_signed_value(self.secret, "reader", reader).decode()
            headers["Cookie"] = f"reader={cookie}"
        return self.fetch("/books", method="POST", headers=headers, body=json_encode(book))

    def test_a_new_list_is_empty(self) -> None:
        assert self.books() == []

    def test_who_is_logged_in_adds_a_book(self) -> None:
        assert self.add(reader="Ada", title="Emma", stars=5).code == 201
        assert self.books() == [{"title": "Emma", "stars": 5, "reader": "Ada"}]

    def test_a_stranger_adds_nothing(self) -> None:
        assert self.add(title="Emma", stars=5).code == 401
        assert self.books() == []

    def test_six_stars_are_refused(self) -> None:
        answer = self.add(reader="Ada", title="Emma", stars=6)
        assert answer.code == 400
        assert json_decode(answer.body)["errors"].keys() == {"stars"}
        assert self.books() == []
