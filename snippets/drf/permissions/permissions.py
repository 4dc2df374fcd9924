"""Whether they may: permissions that a view names, for all rows or for one."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from .models import Review


class HasPermission(BasePermission):
    """Asks for one of Django's permissions, which come to a user by group."""

    permission: str

    def has_permission(self, request: Request, view: APIView) -> bool:
        return request.user.has_perm(self.permission)


class MayPublish(HasPermission):
    permission = "permissions.publish_review"


class MayDelete(HasPermission):
    permission = "permissions.delete_review"


class MaySetRoles(HasPermission):
    permission = "auth.change_user"


class IsAuthor(BasePermission):
    message = "Only its author changes a review."

    def has_object_permission(self, request: Request, view: APIView, obj: Any) -> bool:
        return isinstance(obj, Review) and obj.author == request.user
