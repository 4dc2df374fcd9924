"""A view in a few lines, and a renderer for the one type that it answers in."""

from collections.abc import Mapping
from typing import Any

# --8<-- [start:view]
from rest_framework.decorators import api_view, renderer_classes
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response


class PlainTextRenderer(BaseRenderer):
    """Text as it is; DRF itself brings renderers for JSON and HTML."""

    media_type = "text/plain"
    format = "txt"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        # Errors, and the answer to OPTIONS, reach the renderer too, as mappings.
        text = data.get("detail", data) if isinstance(data, Mapping) else data
        return str(text).encode()


@api_view(["GET"])
@renderer_classes([PlainTextRenderer])
def hello(request: Request) -> Response:
    return Response("Hello, reader!")


# --8<-- [end:view]
