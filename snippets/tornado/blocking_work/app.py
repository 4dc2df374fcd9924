"""Predict in other processes, so that the event loop goes on answering."""

import asyncio
import signal

from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

from .predictor import BusyError, Predictor


class PredictionHandler(RequestHandler):
    def initialize(self, predictor: Predictor) -> None:
        self.predictor = predictor

    async def get(self, book_id: str) -> None:
        try:
            stars = await self.predictor.stars(int(book_id))
        except BusyError:
            self.set_status(503)
            self.set_header("Retry-After", "1")
            self.write({"detail": "Too many predictions are waiting."})
        else:
            self.write({"book": int(book_id), "stars": stars})


class PingHandler(RequestHandler):
    def get(self) -> None:
        self.write({"pong": True})


def make_app(predictor: Predictor) -> Application:
    return Application(
        [
            (r"/books/([0-9]{1,9})/prediction", PredictionHandler, {"predictor": predictor}),
            (r"/ping", PingHandler),
        ]
    )


async def main() -> None:
    # Not above: the worker processes import this module too, and have no options to define.
    define("port", default=8000, type=int, help="port to listen on")
    parse_command_line()
    predictor = Predictor()
    server = make_app(predictor).listen(options.port, address="127.0.0.1")
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    server.stop()
    await asyncio.to_thread(predictor.close)


if __name__ == "__main__":
    asyncio.run(main())
