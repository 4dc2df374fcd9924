"""The one table, as it is today, and the database it lives in."""

import os

from sqlalchemy import URL, MetaData, String, make_url
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


class Base(DeclarativeBase):
    # Names for all constraints: a migration can only drop or change what has a name.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200), unique=True)
    year: Mapped[int]
    sort_title: Mapped[str] = mapped_column(String(200))


def database_url() -> URL:
    """Return DATABASE_URL with the driver of its database that can be awaited."""
    url = make_url(os.environ.get("DATABASE_URL", "sqlite:///migrations.db"))
    return url.set(drivername=DRIVERS[url.get_backend_name()])
