"""What an unknown book answers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, JsonResponse

from ..library import UnknownError


class BooksMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> JsonResponse | None:
        match = request.resolver_match
        if match and match.app_name == "books" and isinstance(error, UnknownError):
            return JsonResponse({"detail": "No such book."}, status=404)
        return None
