"""Rooms in which everybody hears what anybody says, and no dead peer keeps the others waiting."""

import asyncio
import json
import os
from collections import defaultdict
from contextlib import suppress

from tornado.ioloop import IOLoop
from tornado.options import define, options, parse_command_line
from tornado.web import Application, HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

define("port", default=8000, type=int, help="port to listen on")

BACKLOG = 32
"""How many messages a member may lag behind; whoever speaks then waits."""
PATIENCE = float(os.environ.get("PATIENCE", "5"))
"""For how many seconds; a member who still lags is dropped."""

rooms: defaultdict[str, set["RoomHandler"]] = defaultdict(set)


async def tell(room: str, **news: str) -> None:
    """Hand something to all members of a room at once; each is sent it by a task of its own."""
    message = json.dumps(news)
    await asyncio.gather(*(member.take(message) for member in rooms[room]))
    if not rooms[room]:
        del rooms[room]


class RoomHandler(WebSocketHandler):
    async def prepare(self) -> None:
        self.name = self.get_query_argument("name")
        if not 1 <= len(self.name) <= 50:
            raise HTTPError(400)

    async def open(self, room: str) -> None:
        self.set_nodelay(True)  # Else small messages wait for the acknowledgement of earlier ones.
        self.room = room
        self.outbox = asyncio.Queue[str | None](BACKLOG)
        self.writer = asyncio.create_task(self.write_outbox())
        rooms[room].add(self)
        await tell(room, event="joined", name=self.name)

    async def on_message(self, message: str | bytes) -> None:
        if isinstance(message, str) and self in rooms.get(self.room, ()):
            await tell(self.room, event="said", name=self.name, text=message)

    def on_close(self) -> None:
        self.leave()

    def leave(self) -> None:
        if self in rooms.get(self.room, ()):
            rooms[self.room].remove(self)
            with suppress(asyncio.QueueFull):
                self.outbox.put_nowait(None)
            IOLoop.current().spawn_callback(tell, self.room, event="left", name=self.name)

    async def take(self, message: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self.outbox.put(message)
        except TimeoutError:
            self.leave()
            self.close(1008, "too slow")

    async def write_outbox(self) -> None:
        # A write fails once the connection closes; if it was cancelled, Tornado would log an error.
        with suppress(WebSocketClosedError):
            while (message := await self.outbox.get()) is not None:
                await self.write_message(message)


def make_app() -> Application:
    return Application(
        [(r"/rooms/([a-z0-9-]{1,50})", RoomHandler)],
        websocket_ping_interval=20,
        websocket_max_message_size=64 * 1024,
    )


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
