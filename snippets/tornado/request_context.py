"""Who is reading: a value that belongs to one request and can be asked for anywhere in it."""

import asyncio
from contextvars import ContextVar

from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

define("port", default=8000, type=int, help="port to listen on")

reader: ContextVar[str] = ContextVar("reader", default="nobody")


def note(what: str) -> str:
    """Stand for code far from the handler that was not handed the request."""
    return f"{reader.get()} reads {what}"


class BaseHandler(RequestHandler):
    # Tornado runs prepare() and the method in one task, and each request in a task of its own.
    def prepare(self) -> None:
        reader.set(self.request.headers.get("X-Reader", "nobody"))


class BookHandler(BaseHandler):
    async def get(self, title: str) -> None:
        before = note(title)
        await asyncio.sleep(0.02)  # Other requests are served meanwhile.
        # to_thread gives the thread a copy of our context; run_in_executor would not.
        elsewhere = await asyncio.to_thread(note, title)
        self.write({"before": before, "after": note(title), "elsewhere": elsewhere})


class BrokenHandler(BaseHandler):
    def get(self) -> None:
        raise RuntimeError(note("nothing"))


def make_app() -> Application:
    return Application([(r"/books/([^/]+)", BookHandler), (r"/broken", BrokenHandler)])


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
