"""What the application holds for its handlers, and the types that know of it."""

from types import SimpleNamespace
from typing import TypeAlias

import sanic
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker


class Context(SimpleNamespace):
    """Is app.ctx; a listener fills it when a worker starts."""

    engine: AsyncEngine
    database: async_sessionmaker[AsyncSession]


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]
