"""One JSON line for each request, with an id that all lines of the request share."""

import logging
import re
import time
from logging.config import dictConfig
from uuid import uuid4

from flask import Flask, Response, g, request

from .logs import CONFIG

# Before the application exists: it gives its logger a handler if it finds none.
dictConfig(CONFIG)

app = Flask(__name__)
logger = logging.getLogger(__name__)
ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


@app.before_request
def identify_request() -> None:
    g.started = time.perf_counter()
    sent = request.headers.get("X-Request-ID", "")
    g.request_id = sent if ACCEPTABLE_ID.fullmatch(sent) else uuid4().hex


@app.after_request
def log_request(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    logger.info(
        "request",
        extra={
            "method": request.method,
            "path": request.path,  # Without the query, which may hold a secret.
            "status": response.status_code,
            "duration_ms": round(1000 * (time.perf_counter() - g.started), 2),
        },
    )
    return response


@app.get("/books/<title>")
def book(title: str) -> dict[str, str]:
    time.sleep(0.02)  # Other requests are served meanwhile.
    logger.info("book read", extra={"title": title})
    return {"title": title}


@app.post("/login")
def login() -> tuple[dict[str, str], int]:
    # Nobody is registered here, so nobody gets in.
    logger.warning("login refused", extra={"reader": request.form.get("reader", "")})
    return {"detail": "Wrong name or password."}, 401


@app.get("/broken")
def broken() -> str:
    raise RuntimeError("This view always fails.")
