"""A catalogue for each request whose view asks for one."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from .library import Catalogue


class LibraryRequest(HttpRequest):
    """What views get, for type checkers: a request to which the middleware has added."""

    catalogue: Catalogue


def catalogue_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[LibraryRequest], HttpResponseBase]:
    def middleware(request: LibraryRequest) -> HttpResponseBase:
        with ExitStack() as exits:

            def opened() -> Catalogue:
                return exits.enter_context(import_string(settings.OPEN_CATALOGUE)())

            # Opened by the first look at it, as request.user is read by the first look.
            request.catalogue = cast("Catalogue", SimpleLazyObject(opened))
            return get_response(request)

    return middleware
