"""An async view that waits for three calls together."""

import asyncio

from django.http import HttpRequest, JsonResponse

from .services import PARTS, ask


async def read_book(request: HttpRequest, book_id: int) -> JsonResponse:
    answers = await asyncio.gather(*(ask(part, book_id) for part in PARTS))
    parts = dict(zip(PARTS, answers, strict=True))
    failed = {part: answer for part, answer in parts.items() if isinstance(answer, str)}
    if len(failed) == len(PARTS):
        return JsonResponse({"detail": "No service answered."}, status=502)
    return JsonResponse({"book": book_id, **parts, **dict.fromkeys(failed), "failed": failed})
