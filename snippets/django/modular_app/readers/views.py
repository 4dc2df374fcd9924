"""A view that counts on its app's middleware for the library card."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from ..library import READERS, find


def reader(request: HttpRequest, number: int) -> JsonResponse:
    url = reverse("readers:reader", args=[number])
    return JsonResponse({"name": find(READERS, number), "url": url})
