"""A request id and a time on every answer, errors included, by middleware."""

import re
from time import perf_counter
from uuid import uuid4

from sanic import HTTPResponse, Request, Sanic, json
from sanic.response import BaseHTTPResponse

app = Sanic("middleware")
app.config.FALLBACK_ERROR_FORMAT = "json"

REQUEST_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


# --8<-- [start:middleware]
@app.middleware("request")
async def begin(request: Request) -> None:
    # Not request.id: that one takes any text, and rewrites what looks like a UUID or a number.
    sent = request.headers.get("x-request-id", "")
    request.ctx.request_id = sent if REQUEST_ID.fullmatch(sent) else uuid4().hex
    request.ctx.began = perf_counter()


@app.middleware("response")
async def finish(request: Request, response: BaseHTTPResponse) -> None:
    milliseconds = 1000 * (perf_counter() - request.ctx.began)
    response.headers["X-Request-ID"] = request.ctx.request_id
    response.headers["Server-Timing"] = f"app;dur={milliseconds:.3f}"


# --8<-- [end:middleware]


@app.get("/")
async def hello(request: Request) -> HTTPResponse:
    return json({"hello": "reader"})


@app.get("/broken")
async def broken(request: Request) -> HTTPResponse:
    raise RuntimeError("broken on purpose")
