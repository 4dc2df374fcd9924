"""A report: what it is about, how far it is, and what came out."""

import uuid

from django.db import models


class Report(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ratings = models.JSONField()
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.id} ({self.state})"
