"""A large CSV file, made while it is sent, and no further once the client is gone."""

import asyncio
import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from tornado.iostream import StreamClosedError
from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

define("port", default=8000, type=int, help="port to listen on")

TITLES = (
    "Middlemarch",
    'The "Summer" Book',
    "Eats, Shoots\nand Leaves",
    "源氏物語",
    "=1+1",
    "+1",
    "-1",
    "@home",
    "\tTabs",
)
NOTE = "It takes its time, and is worth it. " * 7


def books() -> Iterator[tuple[int, str, str]]:
    """Yield the rows one by one, as a database does when it is asked not to send all at once."""
    for number in range(1, 100_001):
        yield number, TITLES[number % len(TITLES)], NOTE


def harmless(text: str) -> str:
    """Quote what a spreadsheet would take for a formula and run."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def csv_pieces(rows: Iterable[tuple[int, str, str]]) -> Iterator[str]:
    """Yield CSV in pieces of some 64 KiB: a piece for each row would cost more than the row."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(("id", "title", "note"))
    for number, title, note in rows:
        writer.writerow((number, harmless(title), harmless(note)))
        if buffer.tell() >= 64 * 1024:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


open_streams: set[object] = set()


@contextmanager
def counted() -> Iterator[None]:
    """Count a stream as open until its client has everything or is gone."""
    stream = object()
    open_streams.add(stream)
    try:
        yield
    finally:
        open_streams.discard(stream)


class DownloadHandler(RequestHandler):
    async def get(self) -> None:
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", 'attachment; filename="books.csv"')
        with counted(), suppress(StreamClosedError):
            try:
                for piece in csv_pieces(books()):
                    self.write(piece)
                    # It waits until the client has taken the piece, and raises if there is none.
                    await self.flush()
            except Exception:
                # Tornado would end the answer as if it were whole.
                self.detach().close()
                raise


class StreamsHandler(RequestHandler):
    def get(self) -> None:
        self.write({"open": len(open_streams)})


def make_app() -> Application:
    return Application([(r"/books\.csv", DownloadHandler), (r"/streams", StreamsHandler)])


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
