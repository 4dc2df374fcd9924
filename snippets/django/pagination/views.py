"""The same list by page number and by cursor."""

from collections.abc import Iterable

from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from .cursors import Cursor, read_page
from .forms import FeedForm, PageForm
from .models import Book


def as_json(books: Iterable[Book]) -> list[dict[str, object]]:
    return [{"id": book.pk, "title": book.title} for book in books]


@require_safe
def books(request: HttpRequest) -> JsonResponse:
    form = PageForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    limit = form.cleaned_data["limit"] or 20

    def link(page: int) -> str:
        return reverse("books", query={"limit": limit, "page": page})

    # Without an order, a row may turn up on two pages and another one on none.
    paginator = Paginator(Book.objects.order_by("-pk"), limit)
    try:
        page = paginator.page(form.cleaned_data["page"] or 1)
    except InvalidPage as error:
        raise Http404("There is no such page.") from error
    return JsonResponse(
        {
            "count": paginator.count,
            "next": link(page.next_page_number()) if page.has_next() else None,
            "previous": link(page.previous_page_number()) if page.has_previous() else None,
            "results": as_json(page),
        }
    )


@require_safe
def feed(request: HttpRequest) -> JsonResponse:
    form = FeedForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    limit = form.cleaned_data["limit"] or 20
    text = form.cleaned_data["cursor"]

    def link(cursor: Cursor | None) -> str | None:
        if cursor is None:
            return None
        return reverse("feed", query={"limit": limit, "cursor": cursor.encode()})

    page = read_page(Book.objects.all(), limit, Cursor.decode(text) if text else None)
    return JsonResponse(
        {
            "next": link(page.next),
            "previous": link(page.previous),
            "results": as_json(page.books),
        }
    )


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    detail = str(exception) if isinstance(exception, BadRequest) else "Bad request."
    return JsonResponse({"detail": detail}, status=400)


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    return JsonResponse({"detail": "Not found."}, status=404)
