"""Books in memory, for as long as the one server process lives."""

from itertools import count
from threading import Lock
from typing import TypedDict


class Book(TypedDict):
    """A book as it is kept and answered."""

    id: int
    title: str
    year: int


class Shelf:
    """Books by number. The server answers on several threads, so each change holds the lock."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._numbers = count(1)
        self._books: dict[int, Book] = {}

    def add(self, title: str, year: int) -> Book:
        with self._lock:
            number = next(self._numbers)
            book = self._books[number] = Book(id=number, title=title, year=year)
        return book

    def get(self, number: int) -> Book | None:
        return self._books.get(number)

    def all(self) -> list[Book]:
        with self._lock:
            return list(self._books.values())
