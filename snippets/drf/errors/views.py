"""Every error as JSON with a `detail`; what went wrong inside stays in the log."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

BOOKS = {1: {"id": 1}}


def problem(status: HTTPStatus) -> JsonResponse:
    return JsonResponse({"detail": status.phrase}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    return problem(HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> JsonResponse:
    return problem(HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    return problem(HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> JsonResponse:
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR)


class BookView(APIView):
    def get(self, request: Request, book_id: int) -> Response:
        try:
            return Response(BOOKS[book_id])
        except KeyError:
            raise NotFound from None


class BrokenView(APIView):
    def get(self, request: Request) -> Response:
        raise RuntimeError("the-secret-detail")
