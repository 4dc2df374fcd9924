"""A number that is read, raised and written back, or raised where it is."""

import time

from django.db.models import F
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404

from .models import Book


# --8<-- [start:bad]
def open_in_python(request: HttpRequest, book_id: int) -> JsonResponse:
    book, _ = Book.objects.get_or_create(pk=book_id)
    time.sleep(0.05)  # Whatever else the view does between reading and writing.
    book.opened += 1
    book.save()
    return JsonResponse({})


# --8<-- [end:bad]
# --8<-- [start:good]
def open_in_the_database(request: HttpRequest, book_id: int) -> JsonResponse:
    Book.objects.get_or_create(pk=book_id)
    time.sleep(0.05)
    Book.objects.filter(pk=book_id).update(opened=F("opened") + 1)
    return JsonResponse({})


# --8<-- [end:good]


def show(request: HttpRequest, book_id: int) -> JsonResponse:
    return JsonResponse({"opened": get_object_or_404(Book, pk=book_id).opened})
