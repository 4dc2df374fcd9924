"""Views that ask the catalogue of their worker."""

import os
import time

from django.http import HttpRequest, JsonResponse

from .library import catalogue, note


def book_of_the_day(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"title": catalogue.title(1), "worker": os.getpid()})


def report(request: HttpRequest) -> JsonResponse:
    note("a report is begun")
    time.sleep(0.5)
    title = catalogue.title(2)
    note("the report is done")
    return JsonResponse({"title": title, "worker": os.getpid()})
