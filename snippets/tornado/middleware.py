"""A request id and a time on every answer.

Tornado has no middleware: what all answers share lives in a base handler, and every handler,
the one for unknown addresses included, inherits from it.
"""

import asyncio
import re
from functools import cached_property
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from tornado.options import define, options, parse_command_line
from tornado.web import Application, HTTPError, RequestHandler

define("port", default=8000, type=int, help="port to listen on")

REQUEST_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


# --8<-- [start:base_handler]
class BaseHandler(RequestHandler):
    @cached_property
    def request_id(self) -> str:
        sent = self.request.headers.get("X-Request-ID", "")
        return sent if REQUEST_ID.fullmatch(sent) else uuid4().hex

    # finish(), not set_default_headers(): it runs once for each answer, after an error has
    # cleared the headers, and when the time is known.
    def finish(self, chunk: str | bytes | dict[str, Any] | None = None) -> asyncio.Future[None]:
        milliseconds = 1000 * self.request.request_time()
        self.set_header("X-Request-ID", self.request_id)
        self.set_header("Server-Timing", f"app;dur={milliseconds:.3f}")
        return super().finish(chunk)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.finish({"detail": HTTPStatus(status_code).phrase})


# --8<-- [end:base_handler]


class HelloHandler(BaseHandler):
    def get(self) -> None:
        self.write({"hello": "reader"})


class BrokenHandler(BaseHandler):
    def get(self) -> None:
        raise RuntimeError("broken on purpose")


class NotFoundHandler(BaseHandler):
    def prepare(self) -> None:
        raise HTTPError(404)


def make_app() -> Application:
    return Application(
        [(r"/", HelloHandler), (r"/broken", BrokenHandler)],
        default_handler_class=NotFoundHandler,
    )


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
