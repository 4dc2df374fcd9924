"""JSON in, JSON out, errors included: what the views of this project share."""

import json
from typing import Any, TypeVar

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views import View

Form = TypeVar("Form", bound=BaseForm)


class APIError(Exception):
    """An answer that ends the view."""

    def __init__(self, status: int, detail: str, **more: object) -> None:
        super().__init__(detail)
        self.status = status
        self.body = {"detail": detail, **more}


class APIView(View):
    """A view whose refusals are JSON."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except APIError as error:
            return JsonResponse(error.body, status=error.status)

    def http_method_not_allowed(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        refusal = super().http_method_not_allowed(request, *args, **kwargs)
        headers = {"Allow": refusal.headers["Allow"]}
        return JsonResponse({"detail": "Method not allowed."}, status=405, headers=headers)


def read_object(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object in the body of a request."""
    if request.content_type != "application/json":
        raise APIError(415, "Send application/json.")
    try:
        payload = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise APIError(400, "The body is not valid JSON.") from error
    if not isinstance(payload, dict):
        raise APIError(400, "The body must be a JSON object.")
    return payload


def checked(form: Form) -> Form:
    """Return a form whose fields are right; refuse the others by name."""
    if not form.is_valid():
        errors = {field: list(messages) for field, messages in form.errors.items()}
        raise APIError(400, "Some fields are wrong.", errors=errors)
    return form


def require_author(request: HttpRequest) -> int:
    """Return the id of who is logged in."""
    if not request.user.is_authenticated:
        raise APIError(401, "Log in first.")
    return request.user.pk


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    return JsonResponse({"detail": "Bad request."}, status=400)


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    return JsonResponse({"detail": "Not found."}, status=404)


def server_error(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"detail": "Internal server error."}, status=500)
