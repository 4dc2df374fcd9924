"""The books: a list of rules that is made for a prefix and a namespace."""

from typing import Any

from tornado.web import RequestHandler, URLSpec, url

from .library import BOOKS, UnknownError, find


class BooksHandler(RequestHandler):
    """What all handlers of this module share."""

    def initialize(self, namespace: str) -> None:
        self.namespace = namespace

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        if isinstance(kwargs.get("exc_info", (None, None))[1], UnknownError):
            self.set_status(404)
            self.finish({"detail": "No such book."})
        else:
            super().write_error(status_code, **kwargs)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        if not isinstance(value, UnknownError):
            super().log_exception(typ, value, tb)

    def describe(self, number: int) -> dict[str, str]:
        address = self.reverse_url(f"{self.namespace}:book", number)
        return {"title": find(BOOKS, number), "url": address}


class ShelfHandler(BooksHandler):
    def get(self) -> None:
        self.write({"books": [self.describe(number) for number in BOOKS]})


class BookHandler(BooksHandler):
    def get(self, number: str) -> None:
        self.write(self.describe(int(number)))


def rules(prefix: str, namespace: str) -> list[URLSpec]:
    shared = {"namespace": namespace}
    return [
        url(rf"{prefix}/", ShelfHandler, shared, name=f"{namespace}:shelf"),
        url(rf"{prefix}/([0-9]{{1,9}})", BookHandler, shared, name=f"{namespace}:book"),
    ]
