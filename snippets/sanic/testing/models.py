"""The table of books, and what a new one has to look like."""

from pydantic import BaseModel, Field
from sqlalchemy import String
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    stars: Mapped[int]
    reader: Mapped[str] = mapped_column(String(150))


class NewBook(BaseModel):
    title: str = Field(min_length=1, max_length=200)
    stars: int = Field(ge=1, le=5)


async def create_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
