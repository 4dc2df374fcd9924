"""A book that knows how often it was opened."""

from django.db import models


class Book(models.Model):
    opened = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"opened {self.opened} times"
