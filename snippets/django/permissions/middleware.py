"""Who is asking: a user by the token of the request; whoever is nobody is refused."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import middleware
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from .models import digest


class UserRequest(HttpRequest):
    """A request as views get it that are not marked with login_not_required."""

    user: User


class TokenMiddleware(middleware.AuthenticationMiddleware):
    """Sets request.user as Django's own does, from a token in place of a session."""

    def process_request(self, request: HttpRequest) -> None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        user = None
        if scheme.lower() == "bearer":
            user = User.objects.filter(token__digest=digest(token), is_active=True).first()
        request.user = user or AnonymousUser()


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Answers 401 where Django's own redirects to the page of a login."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if super().process_view(request, view_func, view_args, view_kwargs) is None:
            return None
        return JsonResponse(
            {"detail": "Log in first."}, status=401, headers={"WWW-Authenticate": "Bearer"}
        )
