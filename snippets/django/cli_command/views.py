"""The shelf as the server sees it."""

from django.http import HttpRequest, JsonResponse

from .models import Book


def books(request: HttpRequest) -> JsonResponse:
    rows = Book.objects.order_by("author", "id").values("title", "author")
    return JsonResponse(list(rows), safe=False)
