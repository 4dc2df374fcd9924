"""The two smallest answers of the guide, as WSGI alone gives them."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

ANSWERS = {
    "/": ("text/plain; charset=utf-8", b"Hello, reader!"),
    "/books/7": ("application/json", b'{"id":7,"url":"/books/7"}'),
}


# --8<-- [start:app]
def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    kind, body = ANSWERS.get(environ["PATH_INFO"], ("text/plain", b""))
    status = "200 OK" if body else "404 Not Found"
    start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]


# --8<-- [end:app]
