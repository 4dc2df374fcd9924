"""A slow query in an asynchronous and in a synchronous view; neither stops the event loop."""

import asyncio

from django.http import HttpRequest, JsonResponse

from .models import Book, here


async def ways(request: HttpRequest) -> JsonResponse:
    return JsonResponse(["/async", "/sync"], safe=False)


async def ping(request: HttpRequest) -> JsonResponse:
    return JsonResponse(here())


async def slow_async(request: HttpRequest) -> JsonResponse:
    """Await the ORM: it hands the query to the thread of this request."""
    book = await Book.objects.slowly().aget(title="Emma")
    return JsonResponse(book.read_in)


def slow_sync(request: HttpRequest) -> JsonResponse:
    """Django hands the whole view to the thread of this request."""
    book = Book.objects.slowly().get(title="Emma")
    return JsonResponse(book.read_in)


async def pair(request: HttpRequest) -> JsonResponse:
    """Two queries that look parallel; the thread of this request runs one after the other."""
    books = await asyncio.gather(
        Book.objects.slowly().aget(title="Emma"), Book.objects.slowly().aget(title="Emma")
    )
    return JsonResponse([book.title for book in books], safe=False)
