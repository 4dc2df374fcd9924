"""A page with a script of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("This view always fails.")
