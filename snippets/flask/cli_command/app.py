"""Books, and `flask seed`, which puts some on the shelf."""

import os

import click
from flask import Flask
from sqlalchemy import select

from .models import Book, db

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("DATABASE_URL", "sqlite:///cli_command.db")
db.init_app(app)
with app.app_context():
    db.create_all()


# Flask runs it within an application context, so that the database is there.
@app.cli.command("seed")
@click.option("--count", type=click.IntRange(1, 1000), required=True, help="How many.")
@click.option("--author", default="Anonymous", help="By whom.")
def seed(count: int, author: str) -> None:
    """Put books on the shelf; those that are there already stay as they are."""
    wanted = [f"Volume {number}" for number in range(1, count + 1)]
    known = set(db.session.scalars(select(Book.title).filter_by(author=author)))
    missing = [title for title in wanted if title not in known]
    db.session.add_all(Book(title=title, author=author) for title in missing)
    db.session.commit()
    click.echo(f"Added {len(missing)} of {count} books by {author}.")


@app.get("/books")
def list_books() -> list[dict[str, str]]:
    books = db.session.scalars(select(Book).order_by(Book.author, Book.id))
    return [{"title": book.title, "author": book.author} for book in books]
