"""Roles are groups, and what they may do are permissions: Django's own words for both."""

from django.contrib.auth.models import Group, Permission, User

PERMISSIONS = {
    "reader": [],
    "editor": ["see_drafts", "publish_review"],
    "admin": ["see_drafts", "publish_review", "delete_review", "change_user"],
}


def create_groups() -> None:
    for role, codenames in PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(
            # Other applications may have permissions of the same name.
            Permission.objects.filter(
                content_type__app_label__in=["auth", "permissions"], codename__in=codenames
            )
        )


def set_role(user: User, role: str) -> None:
    user.groups.set([Group.objects.get(name=role)])
