"""A book of the reading list, and what may be said of it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=100)
    year = models.IntegerField(validators=[MinValueValidator(1450), MaxValueValidator(2100)])

    def __str__(self) -> str:
        return self.title
