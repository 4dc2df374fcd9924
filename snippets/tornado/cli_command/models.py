"""A book by somebody, and the database that the server and the command share."""

import os

from sqlalchemy import URL, String, UniqueConstraint, make_url, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


class Base(DeclarativeBase):
    pass


class Book(Base):
    __tablename__ = "books"
    __table_args__ = (UniqueConstraint("title", "author"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    author: Mapped[str] = mapped_column(String(100))


def database_url() -> URL:
    """Return DATABASE_URL with the driver of its database that can be awaited."""
    url = make_url(os.environ.get("DATABASE_URL", "sqlite:///cli_command.db"))
    return url.set(drivername=DRIVERS[url.get_backend_name()])


async def create_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


async def add_books(session: AsyncSession, count: int, author: str) -> int:
    """Add what is missing; return how many books that was."""
    wanted = [f"Volume {number}" for number in range(1, count + 1)]
    known = set(await session.scalars(select(Book.title).filter_by(author=author)))
    missing = [title for title in wanted if title not in known]
    session.add_all(Book(title=title, author=author) for title in missing)
    return len(missing)
