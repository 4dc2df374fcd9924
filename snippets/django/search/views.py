"""Books found by words, years and order."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from .forms import SearchForm


@require_safe
def books(request: HttpRequest) -> JsonResponse:
    form = SearchForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    found = [
        {"title": book.title, "author": book.author.name, "year": book.year}
        for book in form.search()
    ]
    return JsonResponse(found, safe=False)
