"""Writes one line about each request, and names the request in all others."""

import logging
import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from django.http import HttpRequest, HttpResponseBase

from .logs import request_id

ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
logger = logging.getLogger(__name__)


def log_requests(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        started = perf_counter()
        sent = request.headers.get("X-Request-ID", "")
        name = sent if ACCEPTABLE_ID.fullmatch(sent) else uuid4().hex
        token = request_id.set(name)
        try:
            # An exception has become a response, and a line of Django's own, before it gets here.
            response = get_response(request)
            response.headers["X-Request-ID"] = name
            logger.info(
                "request",
                extra={
                    "method": request.method,
                    "path": request.path,  # Without the query, which may hold a secret.
                    "status": response.status_code,
                    "duration_ms": round(1000 * (perf_counter() - started), 2),
                },
            )
            return response
        finally:
            request_id.reset(token)

    return middleware
