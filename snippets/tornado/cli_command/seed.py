"""`python -m cli_command.seed`: put books on the shelf.

Tornado has no commands of an application's own: this is a program beside it, on the same database.
"""

import asyncio
from argparse import ArgumentParser, ArgumentTypeError

from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from .models import add_books, create_tables, database_url


def number_of_books(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise ArgumentTypeError(f"{text!r} is no number from 1 to 1000")
    return int(text)


async def seed(count: int, author: str) -> int:
    engine = create_async_engine(database_url())
    try:
        await create_tables(engine)
        async with AsyncSession(engine) as session, session.begin():
            return await add_books(session, count, author)
    finally:
        await engine.dispose()


def main() -> None:
    parser = ArgumentParser(
        prog="seed",
        description="Put books on the shelf; those that are there already stay as they are.",
    )
    parser.add_argument("--count", type=number_of_books, required=True, help="how many")
    parser.add_argument("--author", default="Anonymous", help="by whom")
    given = parser.parse_args()
    added = asyncio.run(seed(given.count, given.author))
    print(f"Added {added} of {given.count} books by {given.author}.")


if __name__ == "__main__":
    main()
