"""Predictions in processes of their own, a few at a time."""

from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from threading import Lock

from .model import predict

PROCESSES = 2
# Two run, one waits, and one of the server's four threads stays free for everything else.
AT_ONCE = 3


class BusyError(Exception):
    """There is no room for another prediction now."""


def new_pool() -> ProcessPoolExecutor:
    # Not by fork: a copy of a process whose threads hold locks may wait for them for ever.
    return ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"))


class Predictor:
    """Belongs to one process of the server, whose threads share it.

    Python ends the pool's processes when the server's process exits.
    """

    def __init__(self) -> None:
        self.pool = new_pool()
        self.unfinished: set[Future[float]] = set()
        self.lock = Lock()

    def stars(self, book_id: int) -> float:
        """Wait for a prediction.

        Raises:
            BusyError: if as many as may are under way, or a process was killed.
        """
        with self.lock:
            if len(self.unfinished) >= AT_ONCE:
                raise BusyError
            try:
                future = self.pool.submit(predict, book_id)
            except BrokenProcessPool:
                # One killed process, and the pool refuses work for good.
                self.pool = new_pool()
                future = self.pool.submit(predict, book_id)
            self.unfinished.add(future)
        future.add_done_callback(self.unfinished.discard)
        try:
            return future.result()
        except BrokenProcessPool:
            raise BusyError from None
