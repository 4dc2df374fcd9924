"""One JSON line for each request, with an id that all lines of the request share."""

import asyncio
import logging
import re
from logging.config import dictConfig
from time import perf_counter
from typing import Annotated
from uuid import uuid4

from fastapi import FastAPI, Form
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .logs import CONFIG, request_id

dictConfig(CONFIG)
logger = logging.getLogger(__name__)
ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


class RequestLogMiddleware:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        started = perf_counter()
        sent = Headers(scope=scope).get("X-Request-ID", "")
        name = sent if ACCEPTABLE_ID.fullmatch(sent) else uuid4().hex
        # It is never reset: uvicorn gives each request a task, and logs a failure after us.
        request_id.set(name)
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = name
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            logger.info(
                "request",
                extra={
                    "method": scope["method"],
                    "path": scope["path"],  # Without the query, which may hold a secret.
                    "status": status,
                    "duration_ms": round(1000 * (perf_counter() - started), 2),
                },
            )


api = FastAPI()
# `api.add_middleware` would put it inside the part that answers failures: 500s would pass by it.
app = RequestLogMiddleware(api)


@api.get("/books/{title}")
async def book(title: str) -> dict[str, str]:
    await asyncio.sleep(0.02)  # Other requests are served meanwhile.
    logger.info("book read", extra={"title": title})
    return {"title": title}


@api.post("/login")
async def login(reader: Annotated[str, Form()]) -> JSONResponse:
    # Nobody is registered here, so nobody gets in.
    logger.warning("login refused", extra={"reader": reader})
    return JSONResponse({"detail": "Wrong name or password."}, status_code=401)


@api.get("/broken")
async def broken() -> None:
    raise RuntimeError("This endpoint always fails.")
