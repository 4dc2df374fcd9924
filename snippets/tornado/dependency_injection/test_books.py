"""The handlers with another catalogue: the application's settings name what opens it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tornado.testing import AsyncHTTPTestCase
from tornado.web import Application

from .app import make_app
from .library import Book, Catalogue


class ShelfTest(AsyncHTTPTestCase):
    def get_app(self) -> Application:
        self.closed: list[Catalogue] = []

        @asynccontextmanager
        async def open_shelf() -> AsyncIterator[Catalogue]:
            catalogue = Catalogue({1: Book("Persuasion", "Jane Austen")})
            try:
                yield catalogue
            finally:
                self.closed.append(catalogue)

        return make_app(open_shelf)

    def test_a_book_comes_from_the_shelf(self) -> None:
        answer = json.loads(self.fetch("/books/1").body)
        assert answer["title"] == "Persuasion"
        assert [catalogue.name for catalogue in self.closed] == [answer["catalogue"]]

    def test_a_book_that_the_shelf_lacks_is_not_found(self) -> None:
        assert self.fetch("/books/2").code == 404
        assert len(self.closed) == 1
