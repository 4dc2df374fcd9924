"""What happens around every view: where requests come from, and how many queries they take."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase, JsonResponse

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def refuse_cross_site(get_response: GetResponse) -> GetResponse:
    """Refuse what a page of another site makes a browser send.

    Every current browser sends Sec-Fetch-Site, older ones Origin; a client that sends neither is
    no browser and holds nobody's cookie by accident.
    """

    def is_allowed(request: HttpRequest) -> bool:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return True
        site = request.headers.get("Sec-Fetch-Site")
        origin = request.headers.get("Origin")
        if site is not None:
            return site in {"same-origin", "none"}
        return origin is None or origin.partition("://")[2] == request.get_host()

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if is_allowed(request):
            return get_response(request)
        return JsonResponse({"detail": "Cross-site requests are refused."}, status=403)

    return middleware


def count_queries(get_response: GetResponse) -> GetResponse:
    """Put the number of queries into a header; a connection serves one thread, so one request."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        count = 0

        def counted(execute: Callable[..., Any], *args: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*args)

        with connection.execute_wrapper(counted):
            response = get_response(request)
        response.headers["X-Query-Count"] = str(count)
        return response

    return middleware
