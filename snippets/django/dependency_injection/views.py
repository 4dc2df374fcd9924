"""Views that find the catalogue on the request."""

import time

from django.http import Http404, HttpRequest, JsonResponse

from .middleware import LibraryRequest


def author_of(request: LibraryRequest, number: int) -> str:
    """Stand for code that asks for the catalogue itself."""
    try:
        return request.catalogue.author(number)
    except KeyError:
        raise Http404(f"There is no book {number}.") from None


def hello(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"hello": "reader"})


def read_book(request: LibraryRequest, number: int) -> JsonResponse:
    author = author_of(request, number)
    time.sleep(0.05)  # Other requests are served meanwhile.
    return JsonResponse(
        {
            "title": request.catalogue.title(number),
            "author": author,
            "catalogue": request.catalogue.name,
            "questions": request.catalogue.questions,
        }
    )


def broken(request: LibraryRequest) -> JsonResponse:
    raise RuntimeError(f"This view fails after it has read {request.catalogue.title(1)}.")
