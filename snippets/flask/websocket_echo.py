"""Send each WebSocket message back, text as text and bytes as bytes."""

from contextlib import suppress

from flask import Flask
from flask_sock import Sock
from simple_websocket import Server

# --8<-- [start:app]
app = Flask(__name__)
# Pings find the clients that vanished: each open socket occupies a thread of the server.
app.config["SOCK_SERVER_OPTIONS"] = {"ping_interval": 10, "max_message_size": 1024 * 1024}
sock = Sock(app)
# --8<-- [end:app]


# --8<-- [start:view]
@sock.route("/echo")
def echo(socket: Server) -> None:
    # Flask-Sock expects ConnectionClosed, but not the OSError of a client that is lost while
    # we write. The timeout is there because `receive` can miss the end of a connection.
    with suppress(OSError):
        while (message := socket.receive(timeout=5)) != "close":
            if message is not None:
                socket.send(message)
        socket.close(4000, "goodbye")


# --8<-- [end:view]
