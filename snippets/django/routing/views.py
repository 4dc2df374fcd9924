"""Views that receive the typed parts of their path and build the path again by name."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse


def book(request: HttpRequest, book_id: int) -> JsonResponse:
    url = reverse("book", kwargs={"book_id": book_id})
    return JsonResponse({"id": book_id, "url": url})


def archive(request: HttpRequest, year: int, month: int) -> JsonResponse:
    url = reverse("archive", kwargs={"year": year, "month": month})
    return JsonResponse({"year": year, "month": month, "url": url})


def file(request: HttpRequest, tail: str) -> JsonResponse:
    return JsonResponse({"path": tail, "url": reverse("file", kwargs={"tail": tail})})
