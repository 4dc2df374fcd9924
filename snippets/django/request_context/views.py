"""Views that ask for the value twice, with a pause, and in another thread."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from django.http import HttpRequest, HttpResponse, JsonResponse

from .context import note

pool = ThreadPoolExecutor(4)


def book(request: HttpRequest, title: str) -> JsonResponse:
    before = note(title)
    time.sleep(0.02)  # Other requests are served meanwhile.
    # A thread of a pool does not know of our context unless it is given a copy.
    elsewhere = pool.submit(copy_context().run, note, title).result()
    return JsonResponse({"before": before, "after": note(title), "elsewhere": elsewhere})


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(note("nothing"))
