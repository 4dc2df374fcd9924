"""Everybody reads; who is logged in writes, and changes what is theirs."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.views import APIView


class IsAuthorOrReadOnly(IsAuthenticatedOrReadOnly):
    message = "Only its author may change a post."

    def has_object_permission(self, request: Request, view: APIView, obj: Any) -> bool:
        return request.method in SAFE_METHODS or obj.author_id == request.user.pk
