"""The readers: every request has to show a library card first."""

from typing import Any

from tornado.web import RequestHandler, URLSpec, url

from .library import READERS, UnknownError, find


class ReadersHandler(RequestHandler):
    """What all handlers of this module share."""

    def prepare(self) -> None:
        if "X-Library-Card" not in self.request.headers:
            self.set_status(403)
            self.finish({"detail": "Show a library card."})

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        if isinstance(kwargs.get("exc_info", (None, None))[1], UnknownError):
            self.set_status(404)
            self.finish({"detail": "No such reader."})
        else:
            super().write_error(status_code, **kwargs)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        if not isinstance(value, UnknownError):
            super().log_exception(typ, value, tb)


class ReaderHandler(ReadersHandler):
    def get(self, number: str) -> None:
        address = self.reverse_url("readers:reader", number)
        self.write({"name": find(READERS, int(number)), "url": address})


def rules(prefix: str) -> list[URLSpec]:
    return [url(rf"{prefix}/([0-9]{{1,9}})", ReaderHandler, name="readers:reader")]
