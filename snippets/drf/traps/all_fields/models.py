"""A reader, with two columns that are nobody's business."""

from django.db import models


class Reader(models.Model):
    name = models.CharField(max_length=100)
    api_key = models.CharField(max_length=64, default="")
    is_editor = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name
