"""Answer 503 to a request that has waited too long for a connection."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from psycopg_pool import PoolTimeout


class OverloadMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        # Django wraps the driver's error in its own, and so the pool's.
        if isinstance(exception, OperationalError) and isinstance(exception.__cause__, PoolTimeout):
            detail = "The database is busy. Come back later."
            return JsonResponse({"detail": detail}, status=503, headers={"Retry-After": "1"})
        return None
