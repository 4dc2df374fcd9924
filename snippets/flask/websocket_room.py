"""Rooms in which everybody hears what anybody says, and no dead peer keeps the others waiting."""

import json
import os
import socket
from collections import defaultdict
from contextlib import suppress
from queue import Full, Queue
from threading import Lock, Thread

from flask import Flask, abort, request
from flask_sock import Sock
from simple_websocket import ConnectionClosed, Server

BACKLOG = 32
"""How many messages a member may lag behind; whoever speaks then waits."""
PATIENCE = float(os.environ.get("PATIENCE", "5"))
"""For how many seconds; a member who still lags is dropped."""

app = Flask(__name__)
app.config["SOCK_SERVER_OPTIONS"] = {"ping_interval": 10, "max_message_size": 64 * 1024}
sock = Sock(app)


class Member:
    """One client, and the thread that writes to it: a write waits for who does not read."""

    def __init__(self, name: str, client: Server) -> None:
        self.name = name
        self.client = client
        self.outbox = Queue[str | None](BACKLOG)
        self.writer = Thread(target=self.write, daemon=True)
        self.writer.start()

    def write(self) -> None:
        with suppress(ConnectionClosed, OSError):
            while (message := self.outbox.get()) is not None:
                self.client.send(message)

    def drop(self) -> None:
        """End the connection at once; a close frame would wait behind what is not read."""
        with suppress(OSError):
            self.client.sock.shutdown(socket.SHUT_RDWR)


rooms: defaultdict[str, set[Member]] = defaultdict(set)
lock = Lock()


def tell(room: str, **news: str) -> None:
    """Hand something to all members of a room, and last to those who lag."""
    message = json.dumps(news)
    with lock:
        members = list(rooms.get(room, ()))
    for member in sorted(members, key=lambda member: member.outbox.full()):
        try:
            member.outbox.put(message, timeout=PATIENCE)
        except Full:
            member.drop()


@app.before_request
def require_a_name() -> None:
    if not 1 <= len(request.args.get("name", "")) <= 50:
        abort(400)


@sock.route("/rooms/<room>")
def join(client: Server, room: str) -> None:
    member = Member(request.args["name"], client)
    with lock:
        rooms[room].add(member)
    try:
        tell(room, event="joined", name=member.name)
        while True:
            # The timeout is there because `receive` can miss the end of a connection.
            message = client.receive(timeout=1)
            if isinstance(message, str):
                tell(room, event="said", name=member.name, text=message)
    finally:
        with lock:
            rooms[room].discard(member)
            if not rooms[room]:
                del rooms[room]
        member.drop()
        with suppress(Full):
            member.outbox.put_nowait(None)
        tell(room, event="left", name=member.name)
