"""Views that read settings."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse


def home(request: HttpRequest) -> JsonResponse:
    if settings.MAINTENANCE:
        return JsonResponse({"detail": "Back soon."}, status=503)
    return JsonResponse({"hello": "reader"})


def show(request: HttpRequest) -> JsonResponse:
    return JsonResponse(
        {
            "page_size": settings.PAGE_SIZE,
            "maintenance": settings.MAINTENANCE,
            "genres": settings.GENRES,
        }
    )
