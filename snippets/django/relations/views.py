"""The N+1 problem, and select_related as its end."""

# --8<-- [start:view]
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse

from .models import Book


def listing(books: QuerySet[Book]) -> JsonResponse:
    rows = [{"title": book.title, "author": book.author.name} for book in books]
    return JsonResponse(rows, safe=False)


def lazy(request: HttpRequest) -> JsonResponse:
    """One query for the books, then one for the author of each."""
    return listing(Book.objects.order_by("title"))


def eager(request: HttpRequest) -> JsonResponse:
    """One query that joins both tables."""
    return listing(Book.objects.select_related("author").order_by("title"))


# --8<-- [end:view]
