"""The ASGI application; it closes the client of the services when the server stops."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.core.asgi import get_asgi_application

from .services import client

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]

django = get_asgi_application()


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Pass requests on to Django, which knows nothing of a server's start and stop."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    else:
        await django(scope, receive, send)


async def lifespan(receive: Receive, send: Send) -> None:
    await receive()  # The server starts.
    await send({"type": "lifespan.startup.complete"})
    await receive()  # It stops.
    await client.aclose()
    await send({"type": "lifespan.shutdown.complete"})
