"""Users with a role, and the reviews that they write."""

import hashlib
import os

from sqlalchemy import URL, ForeignKey, Select, String, make_url, or_, select, true
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from .roles import PERMISSIONS, Permission, Role

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(30), unique=True)
    role: Mapped[str] = mapped_column(String(10))
    # Who reads this table cannot act for anybody: the token itself is with its user alone.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)

    def may(self, permission: Permission) -> bool:
        return permission in PERMISSIONS[Role(self.role)]


class Review(Base):
    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    text: Mapped[str] = mapped_column(String(1000))
    published: Mapped[bool] = mapped_column(default=False)
    author: Mapped[User] = relationship(lazy="joined")

    def as_dict(self) -> dict[str, str | int | bool]:
        return {
            "id": self.id,
            "author": self.author.name,
            "text": self.text,
            "published": self.published,
        }


def visible_to(user: User) -> Select[Review]:
    """Select what somebody may see; every route starts from here and from no other query."""
    own_or_published = or_(Review.published, Review.author_id == user.id)
    return select(Review).where(true() if user.may(Permission.SEE_DRAFTS) else own_or_published)


def digest(token: str) -> str:
    # The token is random and long, so a fast hash is enough; a password needs a slow one.
    return hashlib.sha256(token.encode()).hexdigest()


def database_url() -> URL:
    """Return DATABASE_URL with the driver of its database that can be awaited."""
    url = make_url(os.environ.get("DATABASE_URL", "sqlite:///permissions.db"))
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
