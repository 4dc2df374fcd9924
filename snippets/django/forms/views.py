"""A form by POST: checked, shown again with its errors, or done and redirected."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from .book_form import BookForm

books: list[dict[str, Any]] = []  # For the one process; its threads append whole books.


@require_http_methods(["GET", "HEAD", "POST"])
def book_list(request: HttpRequest) -> HttpResponse:
    form = BookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        books.append(form.cleaned_data)
        return redirect("books")
    status = 422 if form.is_bound else 200
    return render(request, "books.html", {"form": form, "books": books}, status=status)
