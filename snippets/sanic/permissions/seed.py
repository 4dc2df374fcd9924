"""Add a user of each role, and a second reader; print their tokens, for the only time."""

import asyncio
import json
import secrets

from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from .models import User, create_tables, database_url, digest


async def main() -> None:
    engine = create_async_engine(database_url())
    await create_tables(engine)
    tokens = {}
    async with AsyncSession(engine) as database, database.begin():
        for name, role in {
            "ada": "reader",
            "ben": "reader",
            "eve": "editor",
            "max": "admin",
        }.items():
            tokens[name] = secrets.token_urlsafe(32)
            database.add(User(name=name, role=role, token_hash=digest(tokens[name])))
    await engine.dispose()
    print(json.dumps(tokens))


if __name__ == "__main__":
    asyncio.run(main())
