"""A catalogue that the process opens before its first request and closes after its last."""

import asyncio
import os
import signal
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

from .library import Catalogue, note

define("port", default=8000, type=int, help="port to listen on")


class Requests:
    """Knows those that are being answered, because the server does not wait for them itself."""

    def __init__(self) -> None:
        self.running: set[RequestHandler] = set()
        self.none_left = asyncio.Event()
        self.none_left.set()

    def begin(self, handler: RequestHandler) -> None:
        self.running.add(handler)
        self.none_left.clear()

    def end(self, handler: RequestHandler) -> None:
        # A request with an unknown method ends here without having begun.
        self.running.discard(handler)
        if not self.running:
            self.none_left.set()


class CatalogueHandler(RequestHandler):
    def initialize(self, catalogue: Catalogue, requests: Requests) -> None:
        self.catalogue = catalogue
        self.requests = requests

    def prepare(self) -> None:
        self.requests.begin(self)

    def finish(self, chunk: str | bytes | dict[str, Any] | None = None) -> "asyncio.Future[None]":
        # Not on_finish: then the answer may still wait to be sent.
        sent = super().finish(chunk)
        sent.add_done_callback(lambda _: self.requests.end(self))
        return sent


class BookHandler(CatalogueHandler):
    def get(self) -> None:
        self.write({"title": self.catalogue.title(1), "worker": os.getpid()})


class ReportHandler(CatalogueHandler):
    async def get(self) -> None:
        note("a report is begun")
        await asyncio.sleep(0.5)
        title = self.catalogue.title(2)
        note("the report is done")
        self.write({"title": title, "worker": os.getpid()})


async def serve(catalogue: Catalogue) -> None:
    requests = Requests()
    shared = {"catalogue": catalogue, "requests": requests}
    app = Application([(r"/", BookHandler, shared), (r"/report", ReportHandler, shared)])
    server = HTTPServer(app)
    server.listen(options.port, address="127.0.0.1")
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    server.stop()  # No new connection.
    await requests.none_left.wait()
    await server.close_all_connections()


async def main() -> None:
    parse_command_line()
    catalogue = Catalogue()
    await catalogue.open()
    try:
        await serve(catalogue)
    finally:
        await catalogue.close()


if __name__ == "__main__":
    asyncio.run(main())
