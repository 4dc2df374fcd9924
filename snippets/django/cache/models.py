"""Books, and how many readers like them."""

from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=200)
    likes = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.title
