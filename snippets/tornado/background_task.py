"""Announce a review after its answer was sent."""

import asyncio
import logging
import os
import signal

from tornado.escape import json_decode, json_encode
from tornado.httpclient import AsyncHTTPClient
from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

define("port", default=8000, type=int, help="port to listen on")

PATIENCE = 10
"""Seconds that a stop waits for tasks."""

logger = logging.getLogger(__name__)


class Announcer:
    """Announces reviews, and knows which announcements are under way.

    IOLoop.spawn_callback would run and log them as well, but gives nothing that a stop could
    wait for.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        defaults = {"request_timeout": 60}
        self.services = AsyncHTTPClient(force_instance=True, max_clients=100, defaults=defaults)
        self.tasks: set[asyncio.Task[None]] = set()

    def start(self, book_id: int) -> None:
        task = asyncio.create_task(self.announce(book_id))
        self.tasks.add(task)  # The event loop itself keeps no task alive.
        task.add_done_callback(self.tasks.discard)

    async def announce(self, book_id: int) -> None:
        """Tell the subscribers of a book; nobody waits for this, so it reports its own errors."""
        try:
            subscribers = await self.services.fetch(f"{self.url}/subscribers/{book_id}")
            await self.services.fetch(
                f"{self.url}/announcements/{book_id}",
                method="POST",
                headers={"Content-Type": "application/json"},
                body=json_encode(json_decode(subscribers.body)),
            )
        except Exception:
            logger.exception("The review of book %d was not announced.", book_id)

    async def finish(self) -> None:
        if self.tasks:
            _, late = await asyncio.wait(self.tasks, timeout=PATIENCE)
            if late:
                logger.error("The stop cuts %d announcements off.", len(late))
        self.services.close()


class ReviewsHandler(RequestHandler):
    def initialize(self, announcer: Announcer) -> None:
        self.announcer = announcer

    def post(self, book_id: str) -> None:
        self.set_status(202)
        self.write({"book": int(book_id)})
        self.announcer.start(int(book_id))


def make_app(announcer: Announcer) -> Application:
    return Application([(r"/books/([0-9]{1,9})/reviews", ReviewsHandler, {"announcer": announcer})])


async def main() -> None:
    parse_command_line()
    announcer = Announcer(os.environ["UPSTREAM_URL"])
    server = make_app(announcer).listen(options.port, address="127.0.0.1")
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    server.stop()
    await server.close_all_connections()
    await announcer.finish()


if __name__ == "__main__":
    asyncio.run(main())
