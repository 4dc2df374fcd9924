"""A title to sort by, for the books that are there as well."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# The table at this moment of history: the model may have moved on.
books = sa.table("books", sa.column("id"), sa.column("title"), sa.column("sort_title"))


def upgrade() -> None:
    # Empty at first, then filled, then no longer allowed to be empty.
    op.add_column("books", sa.Column("sort_title", sa.String(length=200), nullable=True))
    fill_sort_titles(op.get_bind())
    # SQLite cannot alter a column: a batch copies the table, and on PostgreSQL just alters it.
    with op.batch_alter_table("books") as batch:
        batch.alter_column("sort_title", existing_type=sa.String(length=200), nullable=False)


def fill_sort_titles(connection: sa.Connection) -> None:
    found = connection.execute(sa.select(books.c.id, books.c.title)).all()
    if found:
        connection.execute(
            sa.update(books)
            .where(books.c.id == sa.bindparam("book_id"))
            .values(sort_title=sa.bindparam("new")),
            [{"book_id": row.id, "new": sort_title(row.title)} for row in found],
        )


def sort_title(title: str) -> str:
    return re.sub(r"^(the|an?) ", "", title.lower())


def downgrade() -> None:
    with op.batch_alter_table("books") as batch:
        batch.drop_column("sort_title")
