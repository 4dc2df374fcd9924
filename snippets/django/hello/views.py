"""A view: a function from a request to a response."""

# --8<-- [start:view]
from django.http import HttpRequest, HttpResponse


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello, reader!", content_type="text/plain; charset=utf-8")


# --8<-- [end:view]
