"""A book by somebody."""

from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["title", "author"], name="one_of_each")]

    def __str__(self) -> str:
        return f"{self.title} by {self.author}"
