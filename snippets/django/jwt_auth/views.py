"""Tokens instead of sessions: a short one for access, a longer one that is good for one refresh."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import jwt
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from . import tokens
from .forms import CredentialsForm, RefreshForm
from .models import SpentToken

P = ParamSpec("P")


def token_required(
    view: Callable[Concatenate[HttpRequest, tokens.Token, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Hand the view a valid access token, or answer 401."""

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return unauthorized("Send an access token.")
        try:
            token = tokens.read(value, "access")
        except jwt.InvalidTokenError:
            return unauthorized("The token is not valid.")
        return view(request, token, *args, **kwargs)

    return checked


def unauthorized(detail: str) -> JsonResponse:
    return JsonResponse({"detail": detail}, status=401, headers={"WWW-Authenticate": "Bearer"})


def read_form(request: HttpRequest, form_class: type[Form]) -> Form:
    """Fill a form from the JSON object in the body; anything else raises BadRequest."""
    if request.content_type != "application/json":
        raise BadRequest("The content type must be application/json.")
    try:
        payload = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is not valid JSON.") from error
    if not isinstance(payload, dict):
        raise BadRequest("The body must be a JSON object.")
    return form_class(payload)


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    detail = str(exception) if isinstance(exception, BadRequest) else "Bad request."
    return JsonResponse({"detail": detail}, status=400)


def invalid(form: Form) -> JsonResponse:
    errors = {field: list(messages) for field, messages in form.errors.items()}
    return JsonResponse({"errors": errors}, status=400)


def issue_pair(user: User) -> JsonResponse:
    return JsonResponse(
        {"access": tokens.issue(user.pk, "access"), "refresh": tokens.issue(user.pk, "refresh")}
    )


def spend(refresh: str) -> tokens.Token:
    """Take a refresh token for the first and last time, or raise jwt.InvalidTokenError."""
    token = tokens.read(refresh, "refresh")
    SpentToken.objects.filter(expires_at__lte=timezone.now()).delete()
    try:
        # The primary key decides: of two who come with the same token, one is turned away.
        with transaction.atomic():
            SpentToken.objects.create(id=token.id, expires_at=token.expires_at)
    except IntegrityError as error:
        raise jwt.InvalidTokenError("The token has been used.") from error
    return token


@require_POST
def register(request: HttpRequest) -> JsonResponse:
    form = read_form(request, CredentialsForm)
    if not form.is_valid():
        return invalid(form)
    try:
        with transaction.atomic():
            user = User.objects.create_user(**form.cleaned_data)
    except IntegrityError:
        return JsonResponse({"detail": "This name is taken."}, status=409)
    return JsonResponse({"id": str(user.pk)}, status=201)


@require_POST
@never_cache
def log_in(request: HttpRequest) -> JsonResponse:
    form = read_form(request, CredentialsForm)
    if not form.is_valid():
        return invalid(form)
    # authenticate() hashes the password for an unknown name too, so its time tells nothing.
    user = authenticate(request, **form.cleaned_data)
    if user is None:
        return unauthorized("Wrong name or password.")
    return issue_pair(user)


@require_POST
@never_cache
def refresh(request: HttpRequest) -> JsonResponse:
    form = read_form(request, RefreshForm)
    if not form.is_valid():
        return invalid(form)
    try:
        token = spend(form.cleaned_data["refresh"])
        user = User.objects.get(pk=token.user_id, is_active=True)
    except (jwt.InvalidTokenError, User.DoesNotExist):
        return unauthorized("The token is not valid.")
    return issue_pair(user)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the refresh token; an access token cannot be called back and lives its minutes out."""
    form = read_form(request, RefreshForm)
    if not form.is_valid():
        return invalid(form)
    try:
        spend(form.cleaned_data["refresh"])
    except jwt.InvalidTokenError:
        return unauthorized("The token is not valid.")
    return HttpResponse(status=204)


@require_safe
@token_required
def me(request: HttpRequest, token: tokens.Token) -> JsonResponse:
    return JsonResponse({"id": token.user_id})
