"""Register, log in, log out: a session cookie for a JSON client, with CSRF protection."""

import json
from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_POST, require_safe

from .forms import LoginForm, RegisterForm


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


def invalid(form: Form) -> JsonResponse:
    errors = {field: list(messages) for field, messages in form.errors.items()}
    return JsonResponse({"errors": errors}, status=400)


@require_safe
def session(request: HttpRequest) -> JsonResponse:
    return JsonResponse(
        {"username": request.user.get_username() or None, "csrf_token": get_token(request)}
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> JsonResponse:
    return JsonResponse({"detail": reason}, status=403)


@require_POST
def register(request: HttpRequest) -> JsonResponse:
    form = RegisterForm(read_object(request))
    if not form.is_valid():
        return invalid(form)
    try:
        # The unique index decides, not a look beforehand: two may register at the same moment.
        with transaction.atomic():
            user = User.objects.create_user(**form.cleaned_data)
    except IntegrityError:
        return JsonResponse({"detail": "This name is taken."}, status=409)
    return JsonResponse({"username": user.get_username()}, status=201)


# --8<-- [start:login]
@require_POST
def log_in(request: HttpRequest) -> JsonResponse:
    form = LoginForm(read_object(request))
    if not form.is_valid():
        return invalid(form)
    # authenticate() hashes the password for an unknown name too, so its time tells nothing.
    user = authenticate(request, **form.cleaned_data)
    if user is None:
        return JsonResponse({"detail": "Wrong name or password."}, status=401)
    login(request, user)
    return JsonResponse({"username": user.get_username()})


@require_safe
def me(request: HttpRequest) -> JsonResponse:
    if not request.user.is_authenticated:
        return JsonResponse({"detail": "Log in first."}, status=401)
    return JsonResponse({"username": request.user.get_username()})


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponse(status=204)


# --8<-- [end:login]
