"""The smallest Tornado application: one handler, one route, and Tornado's own server."""

import asyncio

from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

define("port", default=8000, type=int, help="port to listen on")


# --8<-- [start:handler]
class HelloHandler(RequestHandler):
    def get(self) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.write("Hello, reader!")


# --8<-- [end:handler]


# --8<-- [start:main]
def make_app() -> Application:
    return Application([(r"/", HelloHandler)])


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
# --8<-- [end:main]
