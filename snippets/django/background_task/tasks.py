"""Work in threads of the server's own process.

django.tasks, new in Django 6.0, brings no worker: its default backend runs a task before
enqueue() returns, and so before the answer.
"""

import atexit
import logging
from concurrent.futures import ThreadPoolExecutor

import httpx2
from django.conf import settings

logger = logging.getLogger(__name__)

services = httpx2.Client(base_url=settings.UPSTREAM_URL, timeout=60)
# Python waits for these threads before a process ends; gunicorn kills it after thirty seconds.
threads = ThreadPoolExecutor(max_workers=4)
atexit.register(services.close)


def announce(book_id: int) -> None:
    """Tell the subscribers of a book; nobody waits for this, so it reports its own errors.

    A task that uses the ORM has a database connection of its own, and has to close it.
    """
    try:
        subscribers = services.get(f"/subscribers/{book_id}")
        subscribers.raise_for_status()
        sent = services.post(f"/announcements/{book_id}", json=subscribers.json())
        sent.raise_for_status()
    except Exception:
        logger.exception("The review of book %d was not announced.", book_id)
