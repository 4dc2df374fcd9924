"""Authors, their sessions, categories and posts; no relation is ever loaded by accident."""

from datetime import UTC, datetime

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


class Author(Base):
    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(30), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    # lazy="raise": a list that forgets to load a relation fails in its first test.
    posts: Mapped[list["Post"]] = relationship(
        back_populates="author", lazy="raise", order_by="Post.id"
    )


class LoginSession(Base):
    __tablename__ = "login_sessions"

    # The token itself lies with the client only: who reads this table cannot log in with it.
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)


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
