"""A WebSocket that sends back what it gets, and closes with a code of its own when asked."""

import asyncio
from contextlib import suppress

from tornado.options import define, options, parse_command_line
from tornado.web import Application
from tornado.websocket import WebSocketClosedError, WebSocketHandler

define("port", default=8000, type=int, help="port to listen on")


# --8<-- [start:handler]
class EchoHandler(WebSocketHandler):
    async def on_message(self, message: str | bytes) -> None:
        if message == "close":
            self.close(4000, "goodbye")
            return
        # The client may be gone before its echo is written; that is no error of ours.
        with suppress(WebSocketClosedError):
            await self.write_message(message, binary=isinstance(message, bytes))


# --8<-- [end:handler]


# --8<-- [start:app]
def make_app() -> Application:
    return Application(
        [(r"/echo", EchoHandler)],
        # Finds peers that vanished without a word, and bounds what one message may hold.
        websocket_ping_interval=20,
        websocket_max_message_size=1024 * 1024,
    )


# --8<-- [end:app]


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
