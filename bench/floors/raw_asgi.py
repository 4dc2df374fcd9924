"""The two smallest answers of the guide, as ASGI alone gives them."""

from collections.abc import Awaitable, Callable
from typing import Any

Message = dict[str, Any]

ANSWERS = {
    "/": (b"text/plain; charset=utf-8", b"Hello, reader!"),
    "/books/7": (b"application/json", b'{"id":7,"url":"/books/7"}'),
}


# --8<-- [start:app]
async def app(
    scope: Message,
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    if scope["type"] != "http":
        raise NotImplementedError(scope["type"])
    kind, body = ANSWERS.get(scope["path"], (b"text/plain", b""))
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    status = 200 if body else 404
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


# --8<-- [end:app]
