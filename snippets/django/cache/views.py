"""A book that is dear to compute, and a change that makes the cached one old."""

import logging
import time
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from .models import Book
from .read_through import forget, read_through

logger = logging.getLogger(__name__)


def not_found() -> JsonResponse:
    return JsonResponse({"detail": "There is no such book."}, status=404)


def compute_book(book_id: int) -> dict[str, Any] | None:
    book = Book.objects.filter(pk=book_id).first()
    if book is None:
        return None
    logger.info("Computing book %d", book_id)
    time.sleep(0.3)  # Stands for whatever makes it worth a cache.
    return {"id": book.pk, "title": book.title, "likes": book.likes}


@require_safe
def read_book(request: HttpRequest, book_id: int) -> JsonResponse:
    book, outcome = read_through(f"book:{book_id}", partial(compute_book, book_id))
    if book is None:
        return not_found()
    return JsonResponse(book, headers={"X-Cache": outcome})


@require_POST
def like_book(request: HttpRequest, book_id: int) -> HttpResponse:
    if not Book.objects.filter(pk=book_id).update(likes=F("likes") + 1):
        return not_found()
    # Not before the commit: a reader in between would cache the old row again.
    transaction.on_commit(partial(forget, f"book:{book_id}"))
    return HttpResponse(status=204)
