"""Catching every exception in a handler, Tornado's own signals included."""

import asyncio

from tornado.options import define, options, parse_command_line
from tornado.web import Application, Finish, HTTPError, RequestHandler

define("port", default=8000, type=int, help="port to listen on")


class BookHandler(RequestHandler):
    def show(self, number: str) -> None:
        if number == "99":
            raise HTTPError(404)
        if number == "0":
            self.write("Nothing to see.")
            raise Finish
        if number == "13":
            raise LookupError("the catalogue is on fire")
        self.write(f"Book {number}")


# --8<-- [start:bad]
class CatchAllHandler(BookHandler):
    def get(self, number: str) -> None:
        try:
            self.show(number)
        except Exception:
            self.set_status(500)
            self.finish("Something went wrong.")


# --8<-- [end:bad]
# --8<-- [start:good]
class CatchOneHandler(BookHandler):
    def get(self, number: str) -> None:
        try:
            self.show(number)
        except LookupError as error:
            raise HTTPError(503, "The catalogue cannot be read.") from error


# --8<-- [end:good]


async def main() -> None:
    parse_command_line()
    routes = [(r"/bad/(\d+)", CatchAllHandler), (r"/good/(\d+)", CatchOneHandler)]
    Application(routes).listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
