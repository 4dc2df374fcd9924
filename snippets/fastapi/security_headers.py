"""Tell the browser what this site never does, so that it can refuse what an attacker tries."""

import secrets

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HSTS = "max-age=31536000; includeSubDomains"


class SecurityHeaders:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        # Endpoints read it as request.state.nonce.
        scope.setdefault("state", {})["nonce"] = nonce

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers["Content-Security-Policy"] = POLICY.format(nonce=nonce)
                # uvicorn takes the scheme from a proxy on this machine.
                if scope["scheme"] == "https":
                    headers["Strict-Transport-Security"] = HSTS
            await send(message)

        await self.app(scope, receive, send_with_headers)


api = FastAPI()
# Around everything: what `add_middleware` adds is not asked when a 500 is answered.
app = SecurityHeaders(api)

PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Reading list</title>
  </head>
  <body>
    <h1>Hello, reader!</h1>
    <script nonce="{nonce}">document.title = "Hello";</script>
  </body>
</html>
"""


@api.get("/", response_class=HTMLResponse)
async def home(request: Request) -> str:
    return PAGE.format(nonce=request.state.nonce)


@api.get("/broken")
async def broken() -> None:
    raise RuntimeError("This endpoint always fails.")
