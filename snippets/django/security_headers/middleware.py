"""The one header that Django has no setting for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let no page of ours, and nothing in it, ask for camera, place or microphone."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response

    return middleware
