"""The ASGI application: HTTP goes to Django, WebSockets go to Channels."""

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import WebsocketDenier
from django.core.asgi import get_asgi_application
from django.urls import re_path

from .consumers import RoomConsumer

application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        "websocket": URLRouter(
            [
                re_path(r"^rooms/(?P<room>[a-z0-9-]{1,50})$", RoomConsumer.as_asgi()),
                re_path("", WebsocketDenier.as_asgi()),
            ]
        ),
    }
)
