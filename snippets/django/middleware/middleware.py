"""Middleware: code around every request, the failing ones included."""

import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from django.http import HttpRequest, HttpResponseBase

PLAIN_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


class RequestIDMiddleware:
    """Name each request, by the caller's name for it if that is a plain one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = request.headers.get("X-Request-ID", "")
        if not PLAIN_ID.fullmatch(request_id):
            request_id = uuid4().hex
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        return response


class ServerTimingMiddleware:
    """Say how long the answer took; an exception has become a 500 before it gets here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = perf_counter()
        response = self.get_response(request)
        milliseconds = (perf_counter() - started) * 1000
        response.headers["Server-Timing"] = f"app;dur={milliseconds:.3f}"
        return response
