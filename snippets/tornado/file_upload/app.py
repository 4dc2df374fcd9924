"""An upload streamed to disk, held to 64 MiB whether the client states its length or not."""

import asyncio
import os
import sys
from http import HTTPStatus
from pathlib import Path
from typing import Any

from python_multipart.exceptions import FormParserError
from tornado.http1connection import HTTP1Connection
from tornado.options import define, options, parse_command_line
from tornado.web import Application, HTTPError, RequestHandler, stream_request_body

from .cover import CoverForm

define("port", default=8000, type=int, help="port to listen on")

MAX_BODY = 64 * 1024 * 1024


# --8<-- [start:handler]
@stream_request_body
class CoversHandler(RequestHandler):
    SUPPORTED_METHODS = ("POST",)

    def initialize(self, directory: Path) -> None:
        self.directory = directory
        self.form: CoverForm | None = None
        self.received = 0

    def prepare(self) -> None:
        """Runs when the headers are here and nothing of the body has been read."""
        # Tornado's own limit (100 MiB by default) answers 400; this handler counts, and says 413.
        connection = self.request.connection
        assert isinstance(connection, HTTP1Connection)
        connection.set_max_body_size(sys.maxsize)
        length = self.request.headers.get("Content-Length", "")
        if length.isdecimal() and (len(length) > 18 or int(length) > MAX_BODY):
            raise HTTPError(413)
        content_type = self.request.headers.get("Content-Type", "")
        try:
            self.form = CoverForm(content_type, self.directory)
        except FormParserError as error:
            raise HTTPError(400, str(error)) from error

    async def data_received(self, chunk: bytes) -> None:
        """Runs for each piece; Tornado reads the next one when this one is done."""
        assert self.form is not None
        self.received += len(chunk)
        if self.received > MAX_BODY:
            self.send_error(413)
            return
        try:
            await asyncio.to_thread(self.form.write, chunk)
        except FormParserError:
            self.send_error(400)

    def post(self) -> None:
        """Runs when the whole body has been received."""
        assert self.form is not None
        try:
            stored = self.form.store()
        except FormParserError as error:
            raise HTTPError(400, str(error)) from error
        self.set_status(201)
        self.write(stored)

    def on_finish(self) -> None:
        self.discard()

    def on_connection_close(self) -> None:
        super().on_connection_close()
        self.discard()

    def discard(self) -> None:
        if self.form is not None:
            self.form.discard()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.finish({"detail": HTTPStatus(status_code).phrase})


# --8<-- [end:handler]


def make_app(directory: Path) -> Application:
    directory.mkdir(parents=True, exist_ok=True)
    return Application([(r"/covers", CoversHandler, {"directory": directory})])


async def main() -> None:
    parse_command_line()
    make_app(Path(os.environ.get("UPLOAD_DIR", "uploads"))).listen(
        options.port, address="127.0.0.1"
    )
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
