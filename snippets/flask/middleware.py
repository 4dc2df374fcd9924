"""Give every answer, errors too, a request id and the time it took."""

import re
import time
from uuid import uuid4

from flask import Flask, Response, g, request

app = Flask(__name__)
ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


# --8<-- [start:middleware]
@app.before_request
def identify_request() -> None:
    g.started = time.perf_counter()
    sent = request.headers.get("X-Request-ID", "")
    g.request_id = sent if ACCEPTABLE_ID.fullmatch(sent) else uuid4().hex


@app.after_request
def add_headers(response: Response) -> Response:
    elapsed = (time.perf_counter() - g.started) * 1000
    response.headers["X-Request-ID"] = g.request_id
    response.headers["Server-Timing"] = f"app;dur={elapsed:.2f}"
    return response


# --8<-- [end:middleware]


@app.get("/")
def hello() -> dict[str, str]:
    return {"hello": "reader"}


@app.get("/broken")
def broken() -> str:
    raise RuntimeError("This view always fails.")
