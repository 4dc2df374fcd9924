"""Ask three services at once, each in a thread, and answer with what they gave in time."""

import atexit
import os
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any, Literal

import httpx2
from flask import Flask, abort, json
from pydantic import TypeAdapter, ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

SECONDS = 1.0
CALLS_AT_ONCE = 6
PARTS = ("prices", "reviews", "stock")

app = Flask(__name__)
Counts = dict[str, int]
COUNTS = TypeAdapter(Counts)
Failure = Literal["timeout", "error"]

# Both belong to the process, and may be used by all of its threads.
services = httpx2.Client(base_url=os.environ["UPSTREAM_URL"], timeout=SECONDS)
threads = ThreadPoolExecutor(max_workers=CALLS_AT_ONCE)
atexit.register(services.close)  # The threads have ended by then; Python waits for them first.


def read(path: str) -> bytes:
    """Read an answer; nobody can stop a thread, so this one looks at the clock itself."""
    deadline = monotonic() + SECONDS
    body = bytearray()
    with services.stream("GET", path) as response:
        response.raise_for_status()
        for chunk in response.iter_bytes():
            body += chunk
            if monotonic() > deadline:
                raise TimeoutError
    return bytes(body)


def ask(part: str, book_id: int) -> Counts | Failure:
    try:
        return COUNTS.validate_json(read(f"/{part}/{book_id}"), strict=True)
    except (httpx2.TimeoutException, TimeoutError):
        app.logger.warning("%s: no answer within %g s", part, SECONDS)
        return "timeout"
    except (httpx2.HTTPError, ValidationError) as error:
        app.logger.warning("%s: %r", part, error)
        return "error"


@app.get("/books/<int:book_id>")
def read_book(book_id: int) -> dict[str, Any]:
    calls = {part: threads.submit(ask, part, book_id) for part in PARTS}
    parts = {part: call.result() for part, call in calls.items()}
    failed = {part: answer for part, answer in parts.items() if isinstance(answer, str)}
    if len(failed) == len(PARTS):
        abort(502, "No service answered.")
    return {"book": book_id, **parts, **dict.fromkeys(failed), "failed": failed}


@app.errorhandler(HTTPException)
def answer_in_json(error: HTTPException) -> Response:
    response = error.get_response()
    response.content_type = "application/json"
    response.set_data(json.dumps({"detail": error.description}))
    return response
