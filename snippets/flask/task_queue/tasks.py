"""What the worker does: make a report, however often it is told to."""

import os
import time
from statistics import mean
from typing import Any

from celery import Celery, Task

from . import reports

RETRY_SECONDS = int(os.environ.get("TASK_RETRY_SECONDS", "10"))
STEP_SECONDS = float(os.environ.get("TASK_STEP_SECONDS", "1"))

app = Celery("task_queue", broker=reports.REDIS_URL)
app.conf.update(
    broker_transport_options={
        # A task that was not acknowledged by then goes to another worker, dead or slow as the
        # first may be: it has to be longer than the longest task.
        "visibility_timeout": int(os.environ.get("TASK_LOST_AFTER", "3600")),
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
    },
    # Acknowledge a task when it is done, not when it is begun; a worker that dies has done none.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,  # The tasks write their reports themselves.
)


class ReportTask(Task[Any, None]):
    def on_failure(self, exc: Exception, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """Say so in the report, once no attempt is left. What went wrong is in the log."""
        reports.fail(task_id)


@app.task(
    bind=True,
    base=ReportTask,
    autoretry_for=(Exception,),
    max_retries=2,
    default_retry_delay=RETRY_SECONDS,
)
def make_report(self: ReportTask, ratings: list[int]) -> None:
    report_id = str(self.request.id)
    if not reports.begin(report_id):
        return  # It was delivered a second time.
    for _ in ratings:
        time.sleep(STEP_SECONDS)  # Stands for the work that is too slow for a request.
    # All is computed anew and written at once: nothing is left of an attempt that ended halfway.
    reports.finish(report_id, {"count": len(ratings), "mean": mean(ratings)})
