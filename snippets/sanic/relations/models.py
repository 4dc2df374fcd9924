"""Books and authors, and the database they live in."""

import os

from sqlalchemy import URL, ForeignKey, String, func, make_url, select
from sqlalchemy.ext.asyncio import AsyncAttrs, AsyncEngine, AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


# --8<-- [start:models]
class Base(AsyncAttrs, DeclarativeBase):
    """AsyncAttrs gives each object `awaitable_attrs`, to load a relation when it is touched."""


class Author(Base):
    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    author: Mapped[Author] = relationship()


# --8<-- [end:models]

SHELF = {
    "A Wizard of Earthsea": "Ursula K. Le Guin",
    "Beloved": "Toni Morrison",
    "Candide": "Voltaire",
    "Dracula": "Bram Stoker",
    "Emma": "Jane Austen",
    "Frankenstein": "Mary Shelley",
    "Great Expectations": "Charles Dickens",
    "Hopscotch": "Julio Cortázar",
    "Ivanhoe": "Walter Scott",
    "Jane Eyre": "Charlotte Brontë",
    "Kim": "Rudyard Kipling",
    "Les Misérables": "Victor Hugo",
    "Middlemarch": "George Eliot",
    "Neuromancer": "William Gibson",
    "Orlando": "Virginia Woolf",
    "Pinocchio": "Carlo Collodi",
    "Quicksand": "Nella Larsen",
    "Roadside Picnic": "Arkady and Boris Strugatsky",
    "Solaris": "Stanisław Lem",
    "Things Fall Apart": "Chinua Achebe",
}


def database_url() -> URL:
    """Return DATABASE_URL with the driver of its database that can be awaited."""
    url = make_url(os.environ.get("DATABASE_URL", "sqlite:///relations.db"))
    return url.set(drivername=DRIVERS[url.get_backend_name()])


async def prepare_database(engine: AsyncEngine) -> None:
    """Create the tables where they are missing, and fill an empty shelf."""
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as session, session.begin():
        if not await session.scalar(select(func.count(Book.id))):
            session.add_all(
                Book(title=title, author=Author(name=author)) for title, author in SHELF.items()
            )
