"""How a body is received: on disk, and never more of it than a view allows."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponseBase, JsonResponse

View = Callable[..., HttpResponseBase]


class DiskUploadHandler(TemporaryFileUploadHandler):
    """Write each file to disk as it arrives, small ones too."""

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        # The temporary file takes its suffix from the client, who may send one that is longer
        # than a file system allows.
        super().new_file(field_name, file_name[-40:], *args, **kwargs)


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...

    def readline(self, size: int, /) -> bytes: ...


class LimitedBody:
    """A body of unknown length that raises RequestDataTooBig where it passes the limit."""

    def __init__(self, body: Readable, limit: int) -> None:
        self.body = body
        self.left = limit

    def _count(self, data: bytes) -> bytes:
        self.left -= len(data)
        if self.left < 0:
            raise RequestDataTooBig("The body is larger than this view allows.")
        return data

    def read(self, size: int, /) -> bytes:
        return self._count(self.body.read(size))

    def readline(self, size: int, /) -> bytes:
        return self._count(self.body.readline(size))


def limit_body(limit: int) -> Callable[[View], View]:
    """Answer 413 to a body of more than `limit` bytes, whether its length is announced or not.

    DATA_UPLOAD_MAX_MEMORY_SIZE does not count files. And a chunked body has no Content-Length,
    which Django reads as "no body", so the request is rebuilt with the limit as its length.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            environ = request.META
            # The flag is the server's promise that reading ends where the body does.
            if environ.get("HTTP_TRANSFER_ENCODING") and environ.get("wsgi.input_terminated"):
                body = LimitedBody(environ["wsgi.input"], limit)
                rebuilt = WSGIRequest(
                    {**environ, "CONTENT_LENGTH": str(limit + 1), "wsgi.input": body}
                )
                rebuilt.resolver_match = request.resolver_match
                # What middleware has added, such as the user, goes along.
                for name in vars(request).keys() - vars(rebuilt).keys():
                    setattr(rebuilt, name, getattr(request, name))
                request = rebuilt
            elif int(environ.get("CONTENT_LENGTH") or 0) > limit:
                return too_large(limit)
            try:
                return view(request, *args, **kwargs)
            except RequestDataTooBig:
                return too_large(limit)
            finally:
                # Whatever has not been stored by now is a temporary file, and goes.
                request.close()
                for handler in request.upload_handlers:
                    handler.upload_interrupted()

        return limited

    return decorate


def too_large(limit: int) -> JsonResponse:
    return JsonResponse({"detail": f"At most {limit} bytes are accepted."}, status=413)
