"""`flask --app board.app fill`: an empty board becomes one with the same posts every time."""

import os
from datetime import UTC, datetime, timedelta

import click
from flask.cli import with_appcontext
from sqlalchemy import insert, select

from .models import Author, Category, Post, db
from .passwords import hasher

CATEGORIES = ["Novels", "Poems", "Essays", "Travel", "Science"]
SENTENCE = "A list of books to read grows at one end faster than it shrinks at the other. "
START = datetime(2026, 1, 1, tzinfo=UTC)


@click.command("fill")
@click.option("--authors", type=click.IntRange(1, 1_000_000), default=100, help="How many authors.")
@click.option("--posts", type=click.IntRange(1, 1_000_000), default=1000, help="How many posts.")
@with_appcontext
def fill(authors: int, posts: int) -> None:
    """Fill an empty board; all authors get the password in SEED_PASSWORD."""
    password = os.environ.get("SEED_PASSWORD")
    if not password:
        raise click.ClickException("Set SEED_PASSWORD to the password of the new authors.")
    if db.session.scalar(select(Author.id).limit(1)) is not None:
        raise click.ClickException("The board is not empty.")
    # A hash is slow on purpose; one is enough for authors who share their password.
    password_hash = hasher.hash(password)
    for name in CATEGORIES:
        db.session.add(Category(name=name, slug=name.lower()))
    for number in range(authors):
        db.session.add(Author(name=f"author-{number + 1}", password_hash=password_hash))
    db.session.flush()
    category_ids = db.session.scalars(select(Category.id).order_by(Category.id)).all()
    author_ids = db.session.scalars(select(Author.id).order_by(Author.id)).all()
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
    db.session.execute(insert(Post), rows)
    db.session.commit()
    click.echo(f"Added {authors} authors and {posts} posts.")
