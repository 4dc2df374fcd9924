"""Session authentication that goes by where a request comes from, and asks for no token."""

from typing import Any

from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request


class SameSiteSessionAuthentication(SessionAuthentication):
    """Check strangers too, and answer them 401 where DRF's own class says 403.

    Unchecked, a page of another site could log its visitor in under a foreign name.
    """

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        self.enforce_csrf(request)
        return super().authenticate(request)

    def enforce_csrf(self, request: Request) -> None:
        """Refuse what a page of another site makes a browser send.

        Every current browser sends Sec-Fetch-Site, older ones Origin; a client that sends neither
        is no browser and holds nobody's cookie by accident.
        """
        if request.method in SAFE_METHODS:
            return
        site = request.headers.get("Sec-Fetch-Site")
        origin = request.headers.get("Origin")
        if site is not None:
            allowed = site in {"same-origin", "none"}
        else:
            allowed = origin is None or origin.partition("://")[2] == request.get_host()
        if not allowed:
            raise PermissionDenied("Cross-site requests are refused.")

    def authenticate_header(self, request: Request) -> str:
        return "Session"
