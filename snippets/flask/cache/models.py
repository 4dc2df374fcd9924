"""Books, and how many readers like them."""

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    likes: Mapped[int] = mapped_column(default=0)


def seed() -> None:
    if db.session.scalar(select(Book.id).limit(1)) is None:
        db.session.add_all(Book(title=title) for title in ("Emma", "Kindred", "Solaris"))
        db.session.commit()
