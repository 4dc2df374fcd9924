"""A library card before every view of the readers, and what an unknown reader answers."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse

from ..library import UnknownError


def is_ours(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.app_name == "readers"


class ReadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> JsonResponse | None:
        # Here the route is known, in __call__ it is not yet.
        if is_ours(request) and "X-Library-Card" not in request.headers:
            return JsonResponse({"detail": "Show a library card."}, status=403)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> JsonResponse | None:
        if is_ours(request) and isinstance(error, UnknownError):
            return JsonResponse({"detail": "No such reader."}, status=404)
        return None
