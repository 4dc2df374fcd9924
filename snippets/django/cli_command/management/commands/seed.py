"""`python -m django seed`: put books on the shelf."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from ...models import Book


def number_of_books(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise ArgumentTypeError(f"{text!r} is no number from 1 to 1000")
    return int(text)


class Command(BaseCommand):
    help = "Put books on the shelf; those that are there already stay as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--count", type=number_of_books, required=True, help="how many")
        parser.add_argument("--author", default="Anonymous", help="by whom")

    @transaction.atomic
    def handle(self, *args: Any, count: int, author: str, **options: Any) -> None:
        added = 0
        for number in range(1, count + 1):
            _, created = Book.objects.get_or_create(title=f"Volume {number}", author=author)
            added += created
        self.stdout.write(f"Added {added} of {count} books by {author}.")
