"""The queue, what its worker does, and how the worker is set up."""

import asyncio
import os
from statistics import mean
from typing import Any
from uuid import uuid4

from saq import Job, Queue, Status
from saq.types import Context, SettingsDict

REDIS_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")
LOST_AFTER = int(os.environ.get("TASK_LOST_AFTER", "60"))
SWEEP_SECONDS = int(os.environ.get("TASK_SWEEP_SECONDS", "60"))
RETRY_SECONDS = float(os.environ.get("TASK_RETRY_SECONDS", "10"))
STEP_SECONDS = float(os.environ.get("TASK_STEP_SECONDS", "1"))

STATES = {
    Status.NEW: "queued",
    Status.QUEUED: "queued",
    Status.ACTIVE: "running",
    Status.ABORTING: "running",
    Status.COMPLETE: "done",
}


def open_queue() -> Queue:
    return Queue.from_url(REDIS_URL, name="reports")


async def order_report(queue: Queue, ratings: list[int]) -> Job:
    job = await queue.enqueue(
        "make_report",
        ratings=ratings,
        key=str(uuid4()),  # SAQ's own keys come from the clock, so that they could be guessed.
        retries=3,  # In all, the first attempt included.
        retry_delay=RETRY_SECONDS,
        timeout=3600,
        heartbeat=LOST_AFTER,
        ttl=7 * 24 * 3600,
    )
    assert job is not None  # It is None for a key that is queued already.
    return job


def as_json(job: Job) -> dict[str, Any]:
    state = STATES.get(job.status, "failed")
    answer = {"id": job.key, "state": state, "attempts": job.attempts, "result": job.result}
    if state == "failed":
        answer["detail"] = "The report could not be made."  # The traceback is in job.error.
    return answer


async def make_report(context: Context, *, ratings: list[int]) -> dict[str, float]:
    """Compute all anew each time: nothing is left of an attempt that ended halfway."""
    for _ in ratings:
        await asyncio.sleep(STEP_SECONDS)  # Stands for work that is too slow for a request.
        await context["job"].update()  # A heartbeat: this worker lives.
    return {"count": len(ratings), "mean": mean(ratings)}


async def sweep_first(context: Context) -> None:
    """Look for tasks that lost their worker, and not again while this one takes its first.

    SAQ 0.26 would do both at once, and count a task as lost that was taken a moment ago.
    """
    await context["worker"].queue.sweep(lock=SWEEP_SECONDS)


def settings() -> SettingsDict[Context]:
    """The worker's, for `saq task_queue.tasks.settings`."""
    return {
        "queue": open_queue(),
        "functions": [make_report],
        "startup": sweep_first,
        "timers": {"schedule": 1, "worker_info": 10, "sweep": SWEEP_SECONDS, "abort": 1},
    }
