"""What the application and a request hold, and the types that know of it."""

from types import SimpleNamespace
from typing import TypeAlias

import sanic
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from .models import User


class Context(SimpleNamespace):
    """Is app.ctx; a listener fills it when a worker starts."""

    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]


class RequestContext(SimpleNamespace):
    """Is request.ctx; the middleware puts the user there."""

    user: User


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, RequestContext]
