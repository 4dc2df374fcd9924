"""What the worker does: make a report, however often it is told to."""

import os
import time
from statistics import mean
from typing import Any

from celery import Task, shared_task
from django.db.models import F

from .models import Report

RETRY_SECONDS = int(os.environ.get("TASK_RETRY_SECONDS", "10"))
STEP_SECONDS = float(os.environ.get("TASK_STEP_SECONDS", "1"))


class ReportTask(Task[Any, None]):
    def on_failure(self, exc: Exception, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """Say so in the report, once no attempt is left. What went wrong is in the log."""
        Report.objects.filter(pk=args[0]).update(state=Report.State.FAILED)


@shared_task(
    base=ReportTask,
    autoretry_for=(Exception,),
    max_retries=2,
    default_retry_delay=RETRY_SECONDS,
)
def make_report(report_id: str) -> None:
    unfinished = Report.objects.filter(pk=report_id).exclude(state=Report.State.DONE)
    if not unfinished.update(state=Report.State.RUNNING, attempts=F("attempts") + 1):
        return  # It was delivered a second time.
    ratings = Report.objects.get(pk=report_id).ratings
    for _ in ratings:
        time.sleep(STEP_SECONDS)  # Stands for the work that is too slow for a request.
    # All is computed anew and written at once: nothing is left of an attempt that ended halfway.
    result = {"count": len(ratings), "mean": mean(ratings)}
    unfinished.update(state=Report.State.DONE, result=result)
