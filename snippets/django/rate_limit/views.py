"""Views with a limit each, and one that anybody may ask as often as they like."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from .limits import rate_limited


@require_safe
@rate_limited
def list_books(request: HttpRequest) -> JsonResponse:
    return JsonResponse([{"id": 1, "title": "Emma"}], safe=False)


@require_safe
@rate_limited
def list_reviews(request: HttpRequest) -> JsonResponse:
    return JsonResponse([{"book": 1, "stars": 5}], safe=False)


@require_safe
def about(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"name": "reading list"})
