"""Session authentication, with the two things that DRF's own leaves out."""

# --8<-- [start:authentication]
from typing import Any

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class StrictSessionAuthentication(SessionAuthentication):
    """Ask strangers for the CSRF token too, and answer them 401 instead of 403.

    DRF exempts its views from Django's CSRF check and makes up for it only for users who are
    logged in, so that a page of another site could log its visitor in under a foreign name.
    """

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        self.enforce_csrf(request)
        return super().authenticate(request)

    def authenticate_header(self, request: Request) -> str:
        return "Session"


# --8<-- [end:authentication]
