"""Where Alembic finds the models and the database, which it reaches as the application does."""

import asyncio
import logging

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from migrations.models import Base, database_url

logging.basicConfig(format="%(message)s")
logging.getLogger("alembic.runtime.migration").setLevel(logging.INFO)


def migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


async def main() -> None:
    engine = create_async_engine(database_url())
    async with engine.connect() as connection:
        # Alembic itself is synchronous; run_sync lets it use a connection that is not.
        await connection.run_sync(migrate)
    await engine.dispose()


asyncio.run(main())
