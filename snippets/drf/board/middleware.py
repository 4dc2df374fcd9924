"""Count the queries of each request, for tests."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]


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
