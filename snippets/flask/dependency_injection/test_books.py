"""The views with another catalogue: the factory is given the function that opens it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from dependency_injection.app import create_app
from dependency_injection.library import Book, Catalogue
from flask.testing import FlaskClient

closed: list[Catalogue] = []


@contextmanager
def open_shelf() -> Iterator[Catalogue]:
    catalogue = Catalogue({1: Book("Persuasion", "Jane Austen")})
    yield catalogue
    closed.append(catalogue)


@pytest.fixture
def client() -> FlaskClient:
    closed.clear()
    return create_app(open_shelf).test_client()


def test_a_book_comes_from_the_shelf(client: FlaskClient) -> None:
    answer = client.get("/books/1")
    assert answer.get_json()["title"] == "Persuasion"
    assert [catalogue.name for catalogue in closed] == [answer.get_json()["catalogue"]]


def test_a_book_that_the_shelf_lacks_is_not_found(client: FlaskClient) -> None:
    assert client.get("/books/2").status_code == 404
    assert len(closed) == 1
