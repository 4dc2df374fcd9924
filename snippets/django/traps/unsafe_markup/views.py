"""HTML put together in Python, with and without escaping."""

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString


# --8<-- [start:bad]
def trusting(request: HttpRequest) -> HttpResponse:
    name = request.GET.get("name", "reader")
    return HttpResponse(SafeString(f"<p>Hello, <b>{name}</b>!</p>"))


# --8<-- [end:bad]
# --8<-- [start:good]
def escaping(request: HttpRequest) -> HttpResponse:
    name = request.GET.get("name", "reader")
    return HttpResponse(format_html("<p>Hello, <b>{}</b>!</p>", name))


# --8<-- [end:good]
