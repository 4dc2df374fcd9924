"""Views that belong to neither app."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from .library import UnknownError


def index(request: HttpRequest) -> JsonResponse:
    return JsonResponse(
        {
            "books": reverse("books:shelf"),
            "archive": reverse("archive:shelf"),
            "reader": reverse("readers:reader", args=[1]),
        }
    )


def outside(request: HttpRequest) -> JsonResponse:
    raise UnknownError("No app's middleware answers for this one.")
