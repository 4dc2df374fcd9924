"""A server that behaves for some answers and then does not: `python -m tests.bench.hostile`.

It takes a port, the way in which it misbehaves, and after how many good answers it begins to.
"""

import asyncio
import os
import sys

GOOD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 14\r\n\r\nHello, reader!"
CREATED = b"HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n%b"
BAD = {
    "fails": b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n",
    "lies": GOOD.replace(b"reader", b"writer"),
    "shortens": GOOD.replace(b"14", b"5").replace(b"Hello, reader!", b"Hello"),
    "cuts": GOOD[:-4],
    "babbles": b"220 mail.example ESMTP\r\n\r\n",
}


CLOSING = GOOD.replace(b"Content-Length", b"Connection: close\r\nContent-Length")
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"7\r\nHello, \r\n7\r\nreader!\r\n0\r\n\r\n"
)


class Server:
    """Counts its answers, and goes wrong in one way."""

    def __init__(self, way: str, after: int) -> None:
        self.way = way
        self.left = after

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer what comes on one connection."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
                size = int(length or b"0")
                received = len(await reader.readexactly(size))
                writer.write(await self.answer(received))
                await writer.drain()
                if self.way == "closes" or (self.left < 0 and self.way == "cuts"):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def answer(self, received: int) -> bytes:
        """Return the next answer: a good one as long as there are any left."""
        self.left -= 1
        if received:
            body = b'{"size": %d, "sha256": "00"}' % (received // 2)
            return CREATED % (len(body), body)
        if self.way in {"closes", "chunks"}:
            return CLOSING if self.way == "closes" else CHUNKED
        if self.left >= 0 or self.way == "behaves":
            return GOOD
        if self.way == "stalls":
            await asyncio.sleep(60)
        if self.way == "dies":
            os._exit(3)
        if self.way == "shouts":
            print("Traceback (most recent call last):", flush=True)
        return BAD.get(self.way, GOOD)


async def main(port: int, way: str, after: int) -> None:
    """Serve for ever."""
    server = await asyncio.start_server(Server(way, after).serve, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
