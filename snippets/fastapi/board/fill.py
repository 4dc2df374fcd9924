"""`python -m board.fill`: an empty board becomes one with the same posts every time."""

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from .database import create_tables, engine
from .models import Author, Category, Post
from .passwords import passwords

CATEGORIES = ["Novels", "Poems", "Essays", "Travel", "Science"]
SENTENCE = "A list of books to read grows at one end faster than it shrinks at the other. "
START = datetime(2026, 1, 1, tzinfo=UTC)


def size(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1_000_000:
        raise ArgumentTypeError(f"{text!r} is no number from 1 to 1000000")
    return int(text)


def fill(session: Session, authors: int, posts: int, password: str) -> None:
    # A hash is slow on purpose; one is enough for authors who share their password.
    password_hash = passwords.hash(password)
    for name in CATEGORIES:
        session.add(Category(name=name, slug=name.lower()))
    for number in range(authors):
        session.add(Author(name=f"author-{number + 1}", password_hash=password_hash))
    session.flush()
    category_ids = session.scalars(select(Category.id).order_by(Category.id)).all()
    author_ids = session.scalars(select(Author.id).order_by(Author.id)).all()
    rows = [
        {
            "title": f"Post {number} on {CATEGORIES[number % 5].lower()}",
            "body": f"This is number {number}. " + SENTENCE * 12,
            "author_id": author_ids[number % authors],
            "category_id": category_ids[number % 5],
            # Two at a time share a moment, as happens on a busy board.
            "created": START + timedelta(minutes=number // 2),
        }
        for number in range(posts)
    ]
    session.execute(insert(Post), rows)


def main() -> None:
    parser = ArgumentParser(
        prog="fill",
        description="Fill an empty board; all authors get the password in SEED_PASSWORD.",
    )
    parser.add_argument("--authors", type=size, default=100, help="how many authors")
    parser.add_argument("--posts", type=size, default=1000, help="how many posts")
    given = parser.parse_args()
    password = os.environ.get("SEED_PASSWORD")
    if not password:
        sys.exit("Set SEED_PASSWORD to the password of the new authors.")
    create_tables()
    with Session(engine) as session, session.begin():
        if session.scalar(select(Author.id).limit(1)) is not None:
            sys.exit("The board is not empty.")
        fill(session, given.authors, given.posts, password)
    print(f"Added {given.authors} authors and {given.posts} posts.")


if __name__ == "__main__":
    main()
