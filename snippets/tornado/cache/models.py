"""Books, and how many readers like them."""

import os

from sqlalchemy import URL, String, make_url, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


class Base(DeclarativeBase):
    pass


class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    likes: Mapped[int] = mapped_column(default=0)


def database_url() -> URL:
    """Return DATABASE_URL with the driver of its database that can be awaited."""
    url = make_url(os.environ.get("DATABASE_URL", "sqlite:///cache.db"))
    return url.set(drivername=DRIVERS[url.get_backend_name()])


async def prepare_database(engine: AsyncEngine) -> None:
    """Create the table where it is missing, and fill an empty shelf."""
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as session, session.begin():
        if await session.scalar(select(Book.id).limit(1)) is None:
            session.add_all(Book(title=title) for title in ("Emma", "Kindred", "Solaris"))
