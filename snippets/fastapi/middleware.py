"""Give every answer, errors too, a request id and the time it took."""

import re
import time
from uuid import uuid4

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


class RequestIdMiddleware:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        started = time.perf_counter()
        request_id = Headers(scope=scope).get("X-Request-ID", "")
        if not ACCEPTABLE_ID.fullmatch(request_id):
            request_id = uuid4().hex
        # Endpoints read it as request.state.request_id.
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                elapsed = (time.perf_counter() - started) * 1000
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                headers["Server-Timing"] = f"app;dur={elapsed:.2f}"
            await send(message)

        await self.app(scope, receive, send_with_headers)


# --8<-- [start:app]
api = FastAPI()
# `api.add_middleware` would put it inside the part that answers failures: 500s would pass by it.
app = RequestIdMiddleware(api)
# --8<-- [end:app]


@api.get("/")
async def hello() -> dict[str, str]:
    return {"hello": "reader"}


@api.get("/broken")
async def broken() -> None:
    raise RuntimeError("This endpoint always fails.")
