"""A page from a template that extends another; whatever a reader sends arrives escaped."""

# --8<-- [start:view]
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

BOOKS = [
    "Invisible Cities",
    "The Summer Book",
    '<script>alert("x")</script> & Sons',
]


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    owner = request.GET.get("owner") or "Ada"
    books = [] if owner == "Nobody" else BOOKS
    return render(request, "shelf.html", {"owner": owner, "books": books})


# --8<-- [end:view]
