"""The reading list as everybody sees it."""

from django.http import HttpRequest, JsonResponse

from .models import Book


def books(request: HttpRequest) -> JsonResponse:
    rows = Book.objects.order_by("title", "id").values("title", "author", "year")
    return JsonResponse(list(rows), safe=False)
