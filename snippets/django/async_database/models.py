"""A book that knows which thread has read it from the database."""

import asyncio
import threading
from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models.functions import Cast


def here() -> dict[str, str | bool]:
    """Name the thread that runs this, and say whether it is the one of the event loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        on_the_loop = False
    else:
        on_the_loop = True
    return {"thread": threading.current_thread().name, "on_the_loop": on_the_loop}


class BookQuerySet(models.QuerySet["Book"]):
    def slowly(self) -> "BookQuerySet":
        nap = models.Func(models.Value(0.6), function="pg_sleep")
        return self.annotate(nap=Cast(nap, models.TextField()))


class Book(models.Model):
    title = models.CharField(max_length=200)

    objects = BookQuerySet.as_manager()
    read_in: dict[str, str | bool]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def from_db(
        cls,
        db: str | None,
        field_names: Collection[str],
        values: Collection[Any],
        **options: Any,  # Django 6.1 passes one more.
    ) -> "Book":
        book = super().from_db(db, field_names, values, **options)
        book.read_in = here()
        return book
