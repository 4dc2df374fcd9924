"""`python -m cli_command.seed`: put books on the shelf.

FastAPI has no commands of an application's own: this is a program beside it, on the same database.
"""

from argparse import ArgumentParser, ArgumentTypeError

from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import Base, Book, engine


def number_of_books(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise ArgumentTypeError(f"{text!r} is no number from 1 to 1000")
    return int(text)


def seed(session: Session, count: int, author: str) -> int:
    """Add what is missing; return how many books that was."""
    wanted = [f"Volume {number}" for number in range(1, count + 1)]
    known = set(session.scalars(select(Book.title).filter_by(author=author)))
    missing = [title for title in wanted if title not in known]
    session.add_all(Book(title=title, author=author) for title in missing)
    return len(missing)


def main() -> None:
    parser = ArgumentParser(
        prog="seed",
        description="Put books on the shelf; those that are there already stay as they are.",
    )
    parser.add_argument("--count", type=number_of_books, required=True, help="how many")
    parser.add_argument("--author", default="Anonymous", help="by whom")
    given = parser.parse_args()
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        added = seed(session, given.count, given.author)
    print(f"Added {added} of {given.count} books by {given.author}.")


if __name__ == "__main__":
    main()
