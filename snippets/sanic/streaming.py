"""A large CSV file, made while it is sent, and no further once the client is gone."""

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sanic import HTTPResponse, Request, Sanic, json

app = Sanic("streaming")

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


@app.get("/books.csv")
async def download(request: Request) -> None:
    response = await request.respond(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="books.csv"'},
    )
    # Sanic cancels the handler when the client goes, wherever it waits.
    with counted():
        try:
            for piece in csv_pieces(books()):
                await response.send(piece)
        except Exception:
            # Sanic would end the answer as if it were whole.
            request.transport.close()
            raise
    await response.eof()


@app.get("/streams")
async def streams(request: Request) -> HTTPResponse:
    return json({"open": len(open_streams)})
