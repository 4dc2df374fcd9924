"""Sets the value when a request begins, and takes it back when it ends."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from .context import reader


def remember_reader(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        token = reader.set(request.headers.get("X-Reader", "nobody"))
        try:
            return get_response(request)
        finally:
            # The server's thread goes on to the next request, and would take the value along.
            reader.reset(token)

    return middleware
