"""Ask three services at once, and answer with what they gave in time."""

import asyncio
import logging
import os
import signal
from http import HTTPStatus
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError
from tornado.httpclient import AsyncHTTPClient, HTTPError
from tornado.options import define, options, parse_command_line
from tornado.simple_httpclient import HTTPTimeoutError
from tornado.web import Application, RequestHandler
from tornado.web import HTTPError as HTTPAnswer

define("port", default=8000, type=int, help="port to listen on")

SECONDS = 1.0
CALLS_AT_ONCE = 6
PARTS = ("prices", "reviews", "stock")

logger = logging.getLogger(__name__)
Counts = dict[str, int]
COUNTS = TypeAdapter(Counts)
Failure = Literal["timeout", "error"]


class BookHandler(RequestHandler):
    def initialize(self, services: AsyncHTTPClient, url: str) -> None:
        self.services = services
        self.url = url

    async def ask(self, part: str, book_id: int) -> Counts | Failure:
        try:
            response = await self.services.fetch(f"{self.url}/{part}/{book_id}")
            return COUNTS.validate_json(response.body, strict=True)
        except HTTPTimeoutError as error:
            logger.warning("%s: %s", part, error)
            return "timeout"
        # It raises an HTTPError of its own or what the operating system reports.
        except (HTTPError, OSError, ValidationError) as error:
            logger.warning("%s: %r", part, error)
            return "error"

    async def get(self, number: str) -> None:
        book_id = int(number)
        answers = await asyncio.gather(*(self.ask(part, book_id) for part in PARTS))
        parts = dict(zip(PARTS, answers, strict=True))
        failed = {part: answer for part, answer in parts.items() if isinstance(answer, str)}
        if len(failed) == len(PARTS):
            raise HTTPAnswer(502)
        self.write({"book": book_id, **parts, **dict.fromkeys(failed), "failed": failed})

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.finish({"detail": HTTPStatus(status_code).phrase})


def make_app(services: AsyncHTTPClient, url: str) -> Application:
    shared = {"services": services, "url": url}
    return Application([(r"/books/([0-9]{1,9})", BookHandler, shared)])


async def main() -> None:
    parse_command_line()
    # request_timeout is for the whole call, but waiting for one of the six places has its own
    # clock, which is connect_timeout: a call can take two seconds in all.
    services = AsyncHTTPClient(
        force_instance=True,
        max_clients=CALLS_AT_ONCE,
        defaults={
            "connect_timeout": SECONDS,
            "request_timeout": SECONDS,
            "follow_redirects": False,
        },
    )
    make_app(services, os.environ["UPSTREAM_URL"]).listen(options.port, address="127.0.0.1")
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    services.close()


if __name__ == "__main__":
    asyncio.run(main())
