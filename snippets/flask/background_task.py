"""Announce a review in a thread, after its answer was sent."""

import atexit
import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpx2
from flask import Flask, Response, jsonify

app = Flask(__name__)
services = httpx2.Client(base_url=os.environ["UPSTREAM_URL"], timeout=60)
# Python waits for these threads before a process ends; gunicorn kills it after thirty seconds.
threads = ThreadPoolExecutor(max_workers=4)
atexit.register(services.close)


def announce(book_id: int) -> None:
    """Tell the subscribers of a book; nobody waits for this, so it reports its own errors."""
    try:
        subscribers = services.get(f"/subscribers/{book_id}")
        subscribers.raise_for_status()
        sent = services.post(f"/announcements/{book_id}", json=subscribers.json())
        sent.raise_for_status()
    except Exception:
        app.logger.exception("The review of book %d was not announced.", book_id)


@app.post("/books/<int:book_id>/reviews")
def add_review(book_id: int) -> tuple[Response, int]:
    response = jsonify(book=book_id)
    # The server closes a response when it has been sent.
    response.call_on_close(partial(threads.submit, announce, book_id))
    return response, 202
