"""Every error as JSON with a `detail`; what went wrong inside stays in the log."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views import View

BOOKS = {1: {"id": 1}}


def problem(status: HTTPStatus, headers: dict[str, str] | None = None) -> JsonResponse:
    return JsonResponse({"detail": status.phrase}, status=status, headers=headers)


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    return problem(HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> JsonResponse:
    return problem(HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    return problem(HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> JsonResponse:
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR)


# --8<-- [start:view]
class JSONView(View):
    """A view that refuses a method in JSON; Django has no handler405 to do it for all."""

    def http_method_not_allowed(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        refusal = super().http_method_not_allowed(request, *args, **kwargs)
        return problem(HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": refusal["Allow"]})


class BookView(JSONView):
    def get(self, request: HttpRequest, book_id: int) -> JsonResponse:
        try:
            return JsonResponse(BOOKS[book_id])
        except KeyError:
            raise Http404 from None


class BrokenView(JSONView):
    def get(self, request: HttpRequest) -> JsonResponse:
        raise RuntimeError("the-secret-detail")


# --8<-- [end:view]
