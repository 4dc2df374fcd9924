"""A reader, with a key that is made and not sent."""

from django.db import models


class Reader(models.Model):
    name = models.CharField(max_length=100)
    api_key = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
