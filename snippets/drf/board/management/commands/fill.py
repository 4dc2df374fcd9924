"""`python -m django fill`: an empty board becomes one with the same posts every time."""

import os
from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ...models import Author, Category, Post

CATEGORIES = ["Novels", "Poems", "Essays", "Travel", "Science"]
SENTENCE = "A list of books to read grows at one end faster than it shrinks at the other. "
START = datetime(2026, 1, 1, tzinfo=UTC)


def size(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1_000_000:
        raise ArgumentTypeError(f"{text!r} is no number from 1 to 1000000")
    return int(text)


class Command(BaseCommand):
    help = "Fill an empty board; all authors get the password in SEED_PASSWORD."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--authors", type=size, default=100, help="how many authors")
        parser.add_argument("--posts", type=size, default=1000, help="how many posts")

    @transaction.atomic
    def handle(self, *args: Any, authors: int, posts: int, **options: Any) -> None:
        password = os.environ.get("SEED_PASSWORD")
        if not password:
            raise CommandError("Set SEED_PASSWORD to the password of the new authors.")
        if Author.objects.exists():
            raise CommandError("The board is not empty.")
        categories = Category.objects.bulk_create(
            Category(name=name, slug=name.lower()) for name in CATEGORIES
        )
        # A hash is slow on purpose; one is enough for authors who share their password.
        password_hash = make_password(password)
        writers = Author.objects.bulk_create(
            Author(name=f"author-{number + 1}", password=password_hash) for number in range(authors)
        )
        Post.objects.bulk_create(
            Post(
                title=f"Post {number} on {CATEGORIES[number % 5].lower()}",
                body=f"This is number {number}. " + SENTENCE * 12,
                author=writers[number % authors],
                category=categories[number % 5],
                # Two at a time share a moment, as happens on a busy board.
                created=START + timedelta(minutes=number // 2),
            )
            for number in range(posts)
        )
        self.stdout.write(f"Added {authors} authors and {posts} posts.")
