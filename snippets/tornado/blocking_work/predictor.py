"""Predictions in processes of their own, a few at a time."""

import asyncio
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from .model import predict

PROCESSES = 2
AT_ONCE = 3  # Two run, one waits.


class BusyError(Exception):
    """There is no room for another prediction now."""


def new_pool() -> ProcessPoolExecutor:
    # Not by fork: a copy of a process whose threads hold locks may wait for them for ever.
    return ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"))


class Predictor:
    def __init__(self) -> None:
        self.pool = new_pool()
        self.unfinished: set[Future[float]] = set()

    async def stars(self, book_id: int) -> float:
        """Wait for a prediction.

        Raises:
            BusyError: if as many as may are under way, or a process was killed.
        """
        if len(self.unfinished) >= AT_ONCE:
            raise BusyError
        try:
            future = self.pool.submit(predict, book_id)
        except BrokenProcessPool:
            # One killed process, and the pool refuses work for good.
            self.pool = new_pool()
            future = self.pool.submit(predict, book_id)
        # Its place is free when it has ended, not when its reader has gone.
        self.unfinished.add(future)
        future.add_done_callback(self.unfinished.discard)
        try:
            return await asyncio.wrap_future(future)
        except BrokenProcessPool:
            raise BusyError from None

    def close(self) -> None:
        """Wait for what is running, and end the processes."""
        self.pool.shutdown(cancel_futures=True)
