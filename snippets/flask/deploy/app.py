"""An application that knows it stands behind a proxy."""

import time

from flask import Flask, request
from flask_sock import Sock
from simple_websocket import Server
from werkzeug.middleware.proxy_fix import ProxyFix

app = Flask(__name__)
# Pings are more frequent than the proxy's patience with a silent connection.
app.config["SOCK_SERVER_OPTIONS"] = {"ping_interval": 25, "max_message_size": 64 * 1024}
sock = Sock(app)


@app.get("/")
def home() -> dict[str, str | None]:
    return {"client": request.remote_addr, "scheme": request.scheme, "host": request.host}


@app.get("/report")
def report() -> dict[str, str]:
    time.sleep(0.2)  # Stands for work that a restart must not cut off.
    return {"report": "done"}


@app.post("/notes")
def note() -> dict[str, int]:
    return {"bytes": len(request.get_data())}


@app.get("/healthz")
def healthz() -> dict[str, str]:
    return {"status": "ok"}


@sock.route("/live")
def live(socket: Server) -> None:
    while True:
        socket.send(socket.receive())


# Believe one proxy: its last word on who is asking, and by which scheme.
application = ProxyFix(app, x_for=1, x_proto=1)
