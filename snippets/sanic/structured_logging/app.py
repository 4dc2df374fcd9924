"""One JSON line for each request, with an id that all lines of the request share."""

import asyncio
import logging
import re
from time import perf_counter
from uuid import uuid4

from sanic import HTTPResponse, Request, Sanic, json
from sanic.handlers import ErrorHandler
from sanic.request import RequestParameters
from sanic.response import BaseHTTPResponse

from .logs import CONFIG

ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
logger = logging.getLogger(__name__)


class QuietErrorHandler(ErrorHandler):
    """Log a failure without its address, which Sanic's own handler writes with the query."""

    @staticmethod
    def log(request: Request, exception: Exception) -> None:
        if not getattr(exception, "quiet", False):
            logger.error("request failed", exc_info=exception)


app = Sanic("structured_logging", log_config=CONFIG, error_handler=QuietErrorHandler())


def identify(request: Request) -> None:
    # Not request.id: that one takes any text, and rewrites what looks like a UUID or a number.
    sent = request.headers.get("x-request-id", "")
    request.ctx.request_id = sent if ACCEPTABLE_ID.fullmatch(sent) else uuid4().hex
    request.ctx.started = perf_counter()


@app.on_request
async def identify_request(request: Request) -> None:
    identify(request)


@app.on_response
async def log_request(request: Request, response: BaseHTTPResponse) -> None:
    if not hasattr(request.ctx, "request_id"):
        identify(request)  # A body that never came: Sanic answers 503 by itself.
    response.headers["X-Request-ID"] = request.ctx.request_id
    logger.info(
        "request",
        extra={
            # Named here, too: what Sanic cannot parse is answered without a current request.
            "request_id": request.ctx.request_id,
            "method": request.method,
            "path": request.path,  # Without the query, which may hold a secret.
            "status": response.status,
            "duration_ms": round(1000 * (perf_counter() - request.ctx.started), 2),
        },
    )


@app.get("/books/<title:str>", unquote=True)
async def book(request: Request, title: str) -> HTTPResponse:
    await asyncio.sleep(0.02)  # Other requests are served meanwhile.
    logger.info("book read", extra={"title": title})
    return json({"title": title})


@app.post("/login")
async def login(request: Request) -> HTTPResponse:
    # Nobody is registered here, so nobody gets in.
    form = request.form or RequestParameters()
    logger.warning("login refused", extra={"reader": form.get("reader", "")})
    return json({"detail": "Wrong name or password."}, status=401)


@app.get("/broken")
async def broken(request: Request) -> HTTPResponse:
    raise RuntimeError("This handler always fails.")
