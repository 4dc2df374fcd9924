"""One JSON line for each request, with an id that all lines of the request share."""

import asyncio
import logging
import re
from logging.config import dictConfig
from types import TracebackType
from uuid import uuid4

from tornado.options import define, options, parse_command_line
from tornado.web import Application, HTTPError, RequestHandler

from .logs import CONFIG, request_id

define("port", default=8000, type=int, help="port to listen on")

ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
logger = logging.getLogger(__name__)


def log_request(handler: RequestHandler) -> None:
    """Stand in for Tornado's own access log, whose line would hold the query."""
    logger.info(
        "request",
        extra={
            # Named here, too: a path that cannot be decoded is refused before prepare().
            "request_id": getattr(handler, "request_id", None),
            "method": handler.request.method,
            "path": handler.request.path,
            "status": handler.get_status(),
            "duration_ms": round(1000 * handler.request.request_time(), 2),
        },
    )


class BaseHandler(RequestHandler):
    # Also called after an error has cleared the headers; the id stays the same.
    def set_default_headers(self) -> None:
        if not hasattr(self, "request_id"):
            sent = self.request.headers.get("X-Request-ID", "")
            self.request_id = sent if ACCEPTABLE_ID.fullmatch(sent) else uuid4().hex
        self.set_header("X-Request-ID", self.request_id)

    # Tornado runs prepare() and the method in one task, and each request in a task of its own.
    def prepare(self) -> None:
        request_id.set(self.request_id)

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        # Tornado's own would write the whole request down. An HTTPError is an answer.
        if not isinstance(value, HTTPError):
            logger.error("request failed", exc_info=value)


class BookHandler(BaseHandler):
    async def get(self, title: str) -> None:
        await asyncio.sleep(0.02)  # Other requests are served meanwhile.
        logger.info("book read", extra={"title": title})
        self.write({"title": title})


class LoginHandler(BaseHandler):
    def post(self) -> None:
        # Nobody is registered here, so nobody gets in.
        logger.warning("login refused", extra={"reader": self.get_body_argument("reader", "")})
        self.set_status(401)
        self.write({"detail": "Wrong name or password."})


class BrokenHandler(BaseHandler):
    def get(self) -> None:
        raise RuntimeError("This handler always fails.")


class NotFoundHandler(BaseHandler):
    def prepare(self) -> None:
        super().prepare()
        raise HTTPError(404)


def make_app() -> Application:
    return Application(
        [
            (r"/books/([^/]+)", BookHandler),
            (r"/login", LoginHandler),
            (r"/broken", BrokenHandler),
        ],
        default_handler_class=NotFoundHandler,
        log_function=log_request,
    )


async def main() -> None:
    options.logging = None  # parse_command_line() would set up a log of Tornado's own.
    parse_command_line()
    dictConfig(CONFIG)
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
