"""Rooms in which everybody hears what anybody says, and no dead peer keeps the others waiting."""

import asyncio
import json
import os
from collections import defaultdict

from sanic import Request, Sanic, Websocket
from sanic.exceptions import BadRequest, WebsocketClosed

BACKLOG = 32
"""How many messages a member may lag behind; whoever speaks then waits."""
PATIENCE = float(os.environ.get("PATIENCE", "5"))
"""For how many seconds; a member who still lags is dropped."""

app = Sanic("websocket_room")
app.config.WEBSOCKET_MAX_SIZE = 64 * 1024


class Member:
    def __init__(self, name: str) -> None:
        self.name = name
        self.outbox = asyncio.Queue[str](BACKLOG)
        self.lags = asyncio.Event()

    async def take(self, message: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self.outbox.put(message)
        except TimeoutError:
            self.lags.set()


class GoneError(Exception):
    """The client has left, or does not read what it is sent."""


rooms: defaultdict[str, set[Member]] = defaultdict(set)


async def tell(room: str, **news: str) -> None:
    """Hand something to all members of a room at once; each is sent it by a task of its own."""
    message = json.dumps(news)
    await asyncio.gather(*(member.take(message) for member in rooms.get(room, ())))


async def listen(ws: Websocket, room: str, member: Member) -> None:
    async for message in ws:
        if isinstance(message, str):
            await tell(room, event="said", name=member.name, text=message)
    raise GoneError


async def write(ws: Websocket, member: Member) -> None:
    while True:
        await ws.send(await member.outbox.get())


async def watch(member: Member) -> None:
    await member.lags.wait()
    raise GoneError


@app.websocket(r"/rooms/<room:[a-z0-9-]{1,50}>")
async def join(request: Request, ws: Websocket, room: str) -> None:
    name = request.args.get("name", "")
    if not 1 <= len(name) <= 50:
        raise BadRequest("Who are you?")
    member = Member(name)
    rooms[room].add(member)
    try:
        await tell(room, event="joined", name=name)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(listen(ws, room, member))
            tasks.create_task(write(ws, member))
            tasks.create_task(watch(member))
    except* (GoneError, WebsocketClosed):
        pass
    finally:
        rooms[room].discard(member)
        if rooms[room]:
            # Sanic may cancel this handler here and now; the others shall hear of it all the same.
            request.app.add_task(tell(room, event="left", name=name))
        else:
            del rooms[room]
