"""Views that see the client and the scheme which the proxy saw."""

import asyncio

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST


def home(request: HttpRequest) -> JsonResponse:
    client = request.META["REMOTE_ADDR"]
    return JsonResponse({"client": client, "scheme": request.scheme, "host": request.get_host()})


async def report(request: HttpRequest) -> JsonResponse:
    await asyncio.sleep(0.2)  # Stands for work that a restart must not cut off.
    return JsonResponse({"report": "done"})


# No cookie says who is calling, so a forged request gains nothing.
@csrf_exempt
@require_POST
def note(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"bytes": len(request.body)})


def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})
