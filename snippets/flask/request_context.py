"""Who is reading: a value that belongs to one request and can be asked for anywhere in it."""

import time
from concurrent.futures import ThreadPoolExecutor

from flask import Flask, copy_current_request_context, g, request

app = Flask(__name__)
pool = ThreadPoolExecutor(4)


@app.before_request
def remember_reader() -> None:
    g.reader = request.headers.get("X-Reader", "nobody")


def note(what: str) -> str:
    """Stand for code far from the view that was not handed the request."""
    return f"{g.reader} reads {what}"


@app.get("/books/<title>")
def read_book(title: str) -> dict[str, str]:
    before = note(title)
    time.sleep(0.02)  # Other requests are served meanwhile.

    # A thread of a pool has no request; this lends it ours, with a `g` of its own.
    @copy_current_request_context
    def note_elsewhere(reader: str) -> str:
        g.reader = reader
        return note(title)

    elsewhere = pool.submit(note_elsewhere, g.reader).result()
    return {"before": before, "after": note(title), "elsewhere": elsewhere}


@app.get("/broken")
def broken() -> str:
    raise RuntimeError(note("nothing"))
