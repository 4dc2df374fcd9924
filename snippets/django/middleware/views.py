"""Views that know nothing of the middleware around them."""

from django.http import HttpRequest, JsonResponse


def hello(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"hello": "reader"})


def broken(request: HttpRequest) -> JsonResponse:
    raise RuntimeError("This view always fails.")
