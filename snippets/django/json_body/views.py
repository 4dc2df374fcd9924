"""A JSON body, checked by a form; every wrong field is named in the answer."""

import json
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from .forms import BookForm
from .store import Shelf

shelf = Shelf()


# --8<-- [start:read_object]
def read_object(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the body of a request; anything else raises BadRequest."""
    if request.content_type != "application/json":
        raise BadRequest("The content type must be application/json.")
    try:
        payload = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is not valid JSON.") from error
    if not isinstance(payload, dict):
        raise BadRequest("The body must be a JSON object.")
    return payload


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    detail = str(exception) if isinstance(exception, BadRequest) else "Bad request."
    return JsonResponse({"detail": detail}, status=400)


# --8<-- [end:read_object]


# --8<-- [start:view]
# No cookie says who is calling, so a forged request gains nothing: CSRF does not apply.
@method_decorator(csrf_exempt, name="dispatch")
class BookList(View):
    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse(shelf.all(), safe=False)

    def post(self, request: HttpRequest) -> JsonResponse:
        form = BookForm(read_object(request))
        if not form.is_valid():
            errors = {field: list(messages) for field, messages in form.errors.items()}
            return JsonResponse({"errors": errors}, status=400)
        book = shelf.add(**form.cleaned_data)
        location = reverse("book", kwargs={"book_id": book["id"]})
        return JsonResponse(book, status=201, headers={"Location": location})


# --8<-- [end:view]


@require_safe
def book(request: HttpRequest, book_id: int) -> JsonResponse:
    found = shelf.get(book_id)
    if found is None:
        raise Http404
    return JsonResponse(found)
