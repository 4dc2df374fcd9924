"""`python -m django account`: let a person into the admin site, or out of it again."""

import os
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.core.management.base import BaseCommand
from django.db import transaction

from ...models import Book

ACTIONS = {
    "nobody": [],
    "viewer": ["view_book"],
    "editor": ["view_book", "add_book", "change_book", "delete_book"],
}


class Command(BaseCommand):
    help = "Give somebody a role; PASSWORD in the environment becomes the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("role", choices=ACTIONS)

    @transaction.atomic
    def handle(self, *args: Any, username: str, role: str, **options: Any) -> None:
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(
            Permission.objects.filter(
                content_type__app_label=Book._meta.app_label, codename__in=ACTIONS[role]
            )
        )
        user, _ = User.objects.get_or_create(username=username)
        user.is_staff = role != "nobody"
        user.groups.set([group])
        if password := os.environ.get("PASSWORD"):
            user.set_password(password)
        user.save()
