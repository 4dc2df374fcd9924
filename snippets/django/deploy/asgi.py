"""The ASGI application: HTTP goes to Django, the WebSocket to Channels."""

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator, WebsocketDenier
from django.core.asgi import get_asgi_application
from django.urls import path, re_path

http = get_asgi_application()


class LiveConsumer(AsyncWebsocketConsumer):
    """Sends each message back."""

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.send(text_data=text_data, bytes_data=bytes_data)


application = ProtocolTypeRouter(
    {
        "http": http,
        "websocket": AllowedHostsOriginValidator(
            URLRouter(
                [
                    path("live", LiveConsumer.as_asgi()),
                    # Without a last route, any other path would be an error in the log.
                    re_path("", WebsocketDenier.as_asgi()),
                ]
            )
        ),
    }
)
