"""Store a book."""

import os

BOOKS: list[str] = []
KEY = os.environ["SECRET_KEY"]


def add(title: str) -> int:
    BOOKS.append(title)
    return len(BOOKS)
