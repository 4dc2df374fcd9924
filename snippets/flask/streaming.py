"""A large CSV file, made while it is sent, and no further once the client is gone."""

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from flask import Flask, Response

app = Flask(__name__)

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
def download() -> Response:
    def stream() -> Iterator[str]:
        with counted():
            yield from csv_pieces(books())

    headers = {"Content-Disposition": 'attachment; filename="books.csv"'}
    return Response(stream(), mimetype="text/csv", headers=headers)


@app.get("/streams")
def streams() -> dict[str, int]:
    return {"open": len(open_streams)}
