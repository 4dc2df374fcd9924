"""Tell the browser what this site never does, so that it can refuse what an attacker tries."""

import secrets

from sanic import HTTPResponse, Request, Sanic, html
from sanic.response import BaseHTTPResponse

app = Sanic("security_headers")
# Believe one proxy, which says whether the visitor came by HTTPS.
app.config.PROXIES_COUNT = 1

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


@app.middleware("request")
async def choose_nonce(request: Request) -> None:
    request.ctx.nonce = secrets.token_urlsafe(16)


@app.middleware("response")
async def protect(request: Request, response: BaseHTTPResponse) -> None:
    response.headers.update(HEADERS)
    response.headers["Content-Security-Policy"] = POLICY.format(nonce=request.ctx.nonce)
    if request.scheme == "https":
        response.headers["Strict-Transport-Security"] = HSTS


@app.get("/")
async def home(request: Request) -> HTTPResponse:
    return html(PAGE.format(nonce=request.ctx.nonce))


@app.get("/broken")
async def broken(request: Request) -> HTTPResponse:
    raise RuntimeError("broken on purpose")
