"""New reviews as server-sent events: one by one, and those that a reader missed first."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET, require_POST

from . import feed

open_streams: set[object] = set()


@contextmanager
def counted() -> Iterator[None]:
    """Count a stream as open until its client is gone."""
    stream = object()
    open_streams.add(stream)
    try:
        yield
    finally:
        open_streams.discard(stream)


async def events(last: str) -> AsyncIterator[str]:
    # Django cancels it when the client leaves, wherever it waits.
    with counted():
        yield "retry: 3000\n\n"
        async for entry in feed.after(last):
            if entry is None:
                yield ":\n\n"
            else:
                # `json.dumps` escapes line breaks; an event would end at one.
                number, review = entry
                yield f"id: {number}\nevent: review\ndata: {json.dumps(review)}\n\n"


@require_GET
async def follow(request: HttpRequest) -> StreamingHttpResponse:
    last = await feed.last_seen(request.headers.get("Last-Event-ID", ""))
    return StreamingHttpResponse(
        events(last),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
    )


@require_POST
async def add_review(request: HttpRequest) -> JsonResponse:
    try:
        review = json.loads(request.body)
    except ValueError:
        review = None
    match review:
        case {"book": str(book), "text": str(text)}:
            return JsonResponse({"id": await feed.add(book, text)}, status=201)
    return JsonResponse({"detail": "A review needs a book and a text."}, status=422)


@require_GET
async def streams(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"open": len(open_streams)})
