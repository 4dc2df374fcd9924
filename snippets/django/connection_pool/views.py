"""Views that know nothing of the pool: the settings put it under every connection."""

from typing import Any

from django.db import connection
from django.http import HttpRequest, JsonResponse


def ask(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        (value,) = cursor.fetchone()
    return value


def report(request: HttpRequest) -> JsonResponse:
    ask("SELECT pg_sleep(0.15)")
    return JsonResponse({"report": "ready"})


def backend(request: HttpRequest) -> JsonResponse:
    """Tell which process of PostgreSQL has answered."""
    return JsonResponse({"pid": ask("SELECT pg_backend_pid()")})


def broken(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"result": ask("SELECT 1 / 0")})
