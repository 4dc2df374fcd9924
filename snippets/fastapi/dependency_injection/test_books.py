"""The endpoints with another catalogue: the application is told what to call in place of it."""

from collections.abc import AsyncIterator, Iterator

import pytest
from dependency_injection.app import app, catalogue_of_request
from dependency_injection.library import Book, Catalogue
from fastapi.testclient import TestClient

closed: list[Catalogue] = []


async def shelf_of_request() -> AsyncIterator[Catalogue]:
    catalogue = Catalogue({1: Book("Persuasion", "Jane Austen")})
    yield catalogue
    closed.append(catalogue)


@pytest.fixture
def client() -> Iterator[TestClient]:
    closed.clear()
    app.dependency_overrides[catalogue_of_request] = shelf_of_request
    yield TestClient(app)
    app.dependency_overrides.clear()


def test_a_book_comes_from_the_shelf(client: TestClient) -> None:
    answer = client.get("/books/1")
    assert answer.json()["title"] == "Persuasion"
    assert [catalogue.name for catalogue in closed] == [answer.json()["catalogue"]]


def test_a_book_that_the_shelf_lacks_is_not_found(client: TestClient) -> None:
    assert client.get("/books/2").status_code == 404
