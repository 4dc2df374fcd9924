"""`python -m django seed`: a user of each role, and a second reader."""

import json
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.db import transaction
from rest_framework.authtoken.models import Token

from ...roles import create_groups, set_role


class Command(BaseCommand):
    help = "Add a user of each role, and a second reader; print their tokens."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        create_groups()
        tokens = {}
        for name, role in {
            "ada": "reader",
            "ben": "reader",
            "eve": "editor",
            "max": "admin",
        }.items():
            user = User.objects.create_user(name)
            set_role(user, role)
            tokens[name] = Token.objects.create(user=user).key
        self.stdout.write(json.dumps(tokens))
