"""The views with another catalogue: a setting names what opens it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import SimpleTestCase, override_settings

from .library import Book, Catalogue

closed: list[Catalogue] = []


@contextmanager
def open_shelf() -> Iterator[Catalogue]:
    catalogue = Catalogue({1: Book("Persuasion", "Jane Austen")})
    yield catalogue
    closed.append(catalogue)


@override_settings(OPEN_CATALOGUE="dependency_injection.tests.open_shelf")
class ShelfTest(SimpleTestCase):
    def setUp(self) -> None:
        closed.clear()

    def test_a_book_comes_from_the_shelf(self) -> None:
        answer = self.client.get("/books/1").json()
        assert answer["title"] == "Persuasion"
        assert [catalogue.name for catalogue in closed] == [answer["catalogue"]]

    def test_a_book_that_the_shelf_lacks_is_not_found(self) -> None:
        assert self.client.get("/books/2").status_code == 404
        assert len(closed) == 1
