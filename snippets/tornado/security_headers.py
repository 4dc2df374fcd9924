"""Tell the browser what this site never does, so that it can refuse what an attacker tries."""

import asyncio
import secrets
from functools import cached_property

from tornado.httpserver import HTTPServer
from tornado.options import define, options, parse_command_line
from tornado.web import Application, HTTPError, RequestHandler

define("port", default=8000, type=int, help="port to listen on")

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


class BaseHandler(RequestHandler):
    @cached_property
    def nonce(self) -> str:
        return secrets.token_urlsafe(16)

    # An error clears the headers and then calls this again.
    def set_default_headers(self) -> None:
        self.clear_header("Server")  # It would name Tornado with its version.
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.set_header("Content-Security-Policy", POLICY.format(nonce=self.nonce))
        if self.request.protocol == "https":
            self.set_header("Strict-Transport-Security", HSTS)


class HomeHandler(BaseHandler):
    def get(self) -> None:
        self.finish(PAGE.format(nonce=self.nonce))


class BrokenHandler(BaseHandler):
    def get(self) -> None:
        raise RuntimeError("broken on purpose")


class NotFoundHandler(BaseHandler):
    def prepare(self) -> None:
        raise HTTPError(404)


def make_app() -> Application:
    return Application(
        [(r"/", HomeHandler), (r"/broken", BrokenHandler)],
        default_handler_class=NotFoundHandler,
    )


async def main() -> None:
    parse_command_line()
    # xheaders: the proxy says whether the visitor came by HTTPS; nobody else reaches this port.
    HTTPServer(make_app(), xheaders=True).listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
