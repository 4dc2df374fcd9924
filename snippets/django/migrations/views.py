"""The books, as a library would put them."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from .models import Book


@require_safe
def books(request: HttpRequest) -> JsonResponse:
    rows = Book.objects.order_by("sort_title").values("title", "year")
    return JsonResponse(list(rows), safe=False)
