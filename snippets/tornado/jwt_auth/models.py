"""Users, the refresh tokens that were used up before their time, and their database."""

import os
from datetime import datetime

from sqlalchemy import URL, DateTime, String, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(30), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))


class SpentToken(Base):
    __tablename__ = "spent_tokens"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


def database_url() -> URL:
    """Return DATABASE_URL with the driver of its database that can be awaited."""
    url = make_url(os.environ.get("DATABASE_URL", "sqlite:///jwt_auth.db"))
    return url.set(drivername=DRIVERS[url.get_backend_name()])


async def create_tables(engine: AsyncEngine) -> None:
    """Create the tables that are missing."""
    for last_try in (False, True):
        try:
            async with engine.begin() as connection:
                await connection.run_sync(Base.metadata.create_all)
        except DBAPIError:
            # Another process may have created them between our look and our CREATE TABLE.
            if last_try:
                raise
        else:
            return
