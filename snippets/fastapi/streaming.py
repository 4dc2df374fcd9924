"""A large CSV file, made while it is sent, and no further once the client is gone."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Iterator

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()

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


async def counted() -> AsyncIterator[None]:
    """Count a stream as open until its client has everything or is gone.

    It is a dependency because FastAPI leaves those when the answer ends, in whatever way; the
    generator itself is closed by nobody, and waits to be collected.
    """
    stream = object()
    open_streams.add(stream)
    try:
        yield
    finally:
        open_streams.discard(stream)


# The pieces come from a plain generator, so Starlette makes each in a thread and the event loop
# stays free for other requests.
@app.get("/books.csv", dependencies=[Depends(counted)])
async def download() -> StreamingResponse:
    headers = {"Content-Disposition": 'attachment; filename="books.csv"'}
    return StreamingResponse(csv_pieces(books()), media_type="text/csv", headers=headers)


@app.get("/streams")
async def streams() -> dict[str, int]:
    return {"open": len(open_streams)}
