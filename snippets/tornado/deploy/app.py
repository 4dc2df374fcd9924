"""An application behind a proxy, which finishes what it has begun before it ends.

Tornado brings no process manager. Two instances run on ports of their own, and restarting one after
the other leaves one of them to answer.
"""

import asyncio
import signal
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

define("port", default=8001, type=int, help="port to listen on")
define("address", default="127.0.0.1", help="address to listen on")

running: set[RequestHandler] = set()
idle = asyncio.Event()
idle.set()


class CountedHandler(RequestHandler):
    """Is counted as long as its answer is on the way."""

    def prepare(self) -> None:
        running.add(self)
        idle.clear()

    def finish(self, chunk: str | bytes | dict[str, Any] | None = None) -> "asyncio.Future[None]":
        # Not on_finish: then the answer may still wait to be sent.
        sent = super().finish(chunk)
        sent.add_done_callback(lambda _: self.leave())
        return sent

    def on_connection_close(self) -> None:
        super().on_connection_close()
        self.leave()

    def leave(self) -> None:
        running.discard(self)
        if not running:
            idle.set()


class HomeHandler(CountedHandler):
    def get(self) -> None:
        request = self.request
        self.write({"client": request.remote_ip, "scheme": request.protocol, "host": request.host})


class ReportHandler(CountedHandler):
    async def get(self) -> None:
        await asyncio.sleep(0.2)  # Stands for work that a restart must not cut off.
        self.write({"report": "done"})


class NotesHandler(CountedHandler):
    def post(self) -> None:
        self.write({"bytes": len(self.request.body)})


class HealthHandler(CountedHandler):
    def get(self) -> None:
        self.write({"status": "ok"})


class LiveHandler(WebSocketHandler):
    async def on_message(self, message: str | bytes) -> None:
        try:
            await self.write_message(message)
        except WebSocketClosedError:
            return


def make_app() -> Application:
    return Application(
        [
            (r"/", HomeHandler),
            (r"/report", ReportHandler),
            (r"/notes", NotesHandler),
            (r"/healthz", HealthHandler),
            (r"/live", LiveHandler),
        ],
        websocket_ping_interval=25,
    )


async def main() -> None:
    parse_command_line()
    # xheaders: believe what the proxy says of the client; only the proxy can reach this port.
    server = HTTPServer(make_app(), xheaders=True)
    server.listen(options.port, address=options.address)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    server.stop()  # No new connection; the proxy turns to the other instance.
    await idle.wait()
    await server.close_all_connections()


if __name__ == "__main__":
    asyncio.run(main())
