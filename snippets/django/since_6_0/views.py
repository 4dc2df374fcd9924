"""A page, one part of the same page by itself, and a task that is handed over."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.tasks import TaskResultStatus
from django.views.decorators.http import require_POST, require_safe

from .tasks import count_words

BOOKS = ["Invisible Cities", "The Summer Book", '<script>alert("x")</script> & Sons']


@require_safe
def books(request: HttpRequest) -> HttpResponse:
    return render(request, "books.html", {"books": BOOKS})


@require_safe
def book(request: HttpRequest, number: int) -> HttpResponse:
    if number >= len(BOOKS):
        raise Http404
    # What stands behind # is the name of a part; a script can put it into the page.
    return render(request, "books.html#book", {"book": BOOKS[number]})


@require_POST
def review(request: HttpRequest) -> JsonResponse:
    result = count_words.enqueue(text=request.POST.get("text", ""))
    # With a worker the result is fetched later, by its id.
    words = result.return_value if result.status == TaskResultStatus.SUCCESSFUL else None
    return JsonResponse({"id": result.id, "status": result.status, "words": words}, status=202)
