"""A large CSV file, made while it is sent, and no further once the client is gone."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from .export import books, csv_pieces

open_streams: set[object] = set()


@contextmanager
def counted() -> Iterator[None]:
    """Count a stream as open until its client has everything or is gone."""
    stream = object()
    open_streams.add(stream)
    try:
        yield
    finally:
        open_streams.discard(stream)


@require_GET
def download(request: HttpRequest) -> StreamingHttpResponse:
    def stream() -> Iterator[str]:
        with counted():
            yield from csv_pieces(books())

    return StreamingHttpResponse(
        stream(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="books.csv"'},
    )


@require_GET
def streams(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"open": len(open_streams)})
