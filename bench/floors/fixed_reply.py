"""Answers anything with the same bytes, to find out what a load generator itself can do."""

import asyncio
import sys
from typing import cast

import uvloop

from fieldguide.serving import HOST

REPLY = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 14\r\n\r\n"
    b"Hello, reader!"
)


class FixedReply(asyncio.Protocol):
    """Sends the reply for each piece of bytes that comes; generators send one request a time."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass of it.

    def data_received(self, data: bytes) -> None:
        self.transport.write(REPLY)


async def main(port: int) -> None:
    """Serve for ever."""
    server = await asyncio.get_running_loop().create_server(FixedReply, HOST, port)
    await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(int(sys.argv[1])))
