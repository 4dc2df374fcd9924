"""The ASGI application: HTTP goes to Django, WebSockets go to Channels."""

# --8<-- [start:app]
from urllib.parse import ParseResult

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator, WebsocketDenier
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.urls import path, re_path

from .consumers import EchoConsumer


class BrowserOriginValidator(OriginValidator):
    """Refuse pages of other sites.

    A browser always says which site a page is from, so a client that names no origin is not
    a page; AllowedHostsOriginValidator would refuse it as well.
    """

    def valid_origin(self, parsed_origin: ParseResult | None) -> bool:
        return parsed_origin is None or super().valid_origin(parsed_origin)


websockets = URLRouter(
    [
        path("echo", EchoConsumer.as_asgi()),
        re_path("", WebsocketDenier.as_asgi()),
    ]
)
application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        "websocket": BrowserOriginValidator(websockets, settings.ALLOWED_HOSTS),
    }
)
# --8<-- [end:app]
