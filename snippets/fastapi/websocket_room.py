"""Rooms in which everybody hears what anybody says, and no dead peer keeps the others waiting."""

import asyncio
import json
import os
from collections import defaultdict
from typing import Annotated

from fastapi import FastAPI, Path, Query, WebSocket, WebSocketDisconnect

BACKLOG = 32
"""How many messages a member may lag behind; whoever speaks then waits."""
PATIENCE = float(os.environ.get("PATIENCE", "5"))
"""For how many seconds; a member who still lags is dropped."""

app = FastAPI()


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


class TooSlowError(Exception):
    """The client does not read what it is sent."""


rooms: defaultdict[str, set[Member]] = defaultdict(set)


async def tell(room: str, **news: str) -> None:
    """Hand something to all members of a room at once; each is sent it by a task of its own."""
    message = json.dumps(news)
    await asyncio.gather(*(member.take(message) for member in rooms[room]))


async def listen(websocket: WebSocket, room: str, member: Member) -> None:
    while True:
        try:
            text = await websocket.receive_text()
        except KeyError:  # It was bytes.
            continue
        await tell(room, event="said", name=member.name, text=text)


async def write(websocket: WebSocket, member: Member) -> None:
    while True:
        await websocket.send_text(await member.outbox.get())


async def watch(member: Member) -> None:
    await member.lags.wait()
    raise TooSlowError


@app.websocket("/rooms/{room}")
async def join(
    websocket: WebSocket,
    room: Annotated[str, Path(pattern=r"^[a-z0-9-]{1,50}$")],
    name: Annotated[str, Query(min_length=1, max_length=50)],
) -> None:
    await websocket.accept()
    member = Member(name)
    rooms[room].add(member)
    try:
        await tell(room, event="joined", name=name)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(listen(websocket, room, member))
            tasks.create_task(write(websocket, member))
            tasks.create_task(watch(member))
    except* (TooSlowError, WebSocketDisconnect):
        pass
    finally:
        rooms[room].discard(member)
        if rooms[room]:
            await tell(room, event="left", name=name)
        else:
            del rooms[room]
