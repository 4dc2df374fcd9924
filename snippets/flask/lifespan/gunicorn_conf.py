"""What gunicorn does in each worker: WSGI has no word for the start and the end of a process."""

from typing import Protocol

from flask import Flask

from .library import Catalogue


class Worker(Protocol):
    """What the hooks use of gunicorn's worker."""

    wsgi: Flask | None


def post_worker_init(worker: Worker) -> None:
    if worker.wsgi:
        catalogue = Catalogue()
        catalogue.open()
        worker.wsgi.extensions["catalogue"] = catalogue


def worker_exit(_server: object, worker: Worker) -> None:
    # A worker that failed to start has no application, or one without a catalogue.
    if worker.wsgi and "catalogue" in worker.wsgi.extensions:
        worker.wsgi.extensions["catalogue"].close()
