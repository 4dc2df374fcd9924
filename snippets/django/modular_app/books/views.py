"""Views that link to the instance of the app that answers."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from ..library import BOOKS, find


def describe(request: HttpRequest, number: int) -> dict[str, str]:
    # Without current_app every link would lead to the instance that has the app's own name.
    match = request.resolver_match
    instance = match.namespace if match else None
    url = reverse("books:book", args=[number], current_app=instance)
    return {"title": find(BOOKS, number), "url": url}


def shelf(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"books": [describe(request, number) for number in BOOKS]})


def book(request: HttpRequest, number: int) -> JsonResponse:
    return JsonResponse(describe(request, number))
