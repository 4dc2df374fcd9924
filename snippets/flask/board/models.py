"""Authors, categories and posts; no relation is ever loaded by accident."""

import secrets
from datetime import UTC, datetime

from flask_login import UserMixin
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, ForeignKey, Index, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC: SQLite forgets the zone, and PostgreSQL answers in its session's zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo:
            return value and value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC)


class Base(DeclarativeBase):
    pass


# Models inherit from Base, not from db.Model, so that type checkers see their columns.
db = SQLAlchemy(model_class=Base)


class Author(UserMixin, Base):
    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(30), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    session_key: Mapped[str] = mapped_column(String(43), unique=True, default=secrets.token_urlsafe)
    # lazy="raise": a list that forgets to load a relation fails in its first test.
    posts: Mapped[list["Post"]] = relationship(
        back_populates="author", lazy="raise", order_by="Post.id"
    )

    def get_id(self) -> str:
        """The alternative id that Flask-Login writes into the session cookie."""
        return self.session_key

    def end_sessions(self) -> None:
        """Make every cookie that was handed out so far worthless."""
        self.session_key = secrets.token_urlsafe()


class Category(Base):
    __tablename__ = "categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50))
    slug: Mapped[str] = mapped_column(String(50), unique=True)


class Post(Base):
    __tablename__ = "posts"
    __table_args__ = (Index("ix_posts_newest", "created", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"), index=True)
    author: Mapped[Author] = relationship(back_populates="posts", lazy="raise")
    category: Mapped[Category] = relationship(lazy="raise")

    @property
    def excerpt(self) -> str:
        return self.body[:200]
