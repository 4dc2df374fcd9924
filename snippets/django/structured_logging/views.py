"""Views that log as any code does and know nothing of JSON or of ids."""

import logging
import time

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

logger = logging.getLogger(__name__)


@require_safe
def book(request: HttpRequest, title: str) -> JsonResponse:
    time.sleep(0.02)  # Other requests are served meanwhile.
    logger.info("book read", extra={"title": title})
    return JsonResponse({"title": title})


@require_POST
def login(request: HttpRequest) -> JsonResponse:
    # Nobody is registered here, so nobody gets in.
    logger.warning("login refused", extra={"reader": request.POST.get("reader", "")})
    return JsonResponse({"detail": "Wrong name or password."}, status=401)


@require_safe
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("This view always fails.")
