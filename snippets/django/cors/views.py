"""Views that know nothing of other origins: the middleware does."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import View


def books(request: HttpRequest) -> JsonResponse:
    return JsonResponse(["Emma", "Kindred"], safe=False, headers={"X-Total": "2"})


class Book(View):
    def get(self, request: HttpRequest, book_id: int) -> JsonResponse:
        return JsonResponse({"id": book_id})

    def put(self, request: HttpRequest, book_id: int) -> JsonResponse:
        return JsonResponse({"id": book_id})


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("This view always fails.")
