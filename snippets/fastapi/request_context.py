"""Who is reading: a value that belongs to one request and can be asked for anywhere in it."""

import asyncio
from contextvars import ContextVar

from fastapi import FastAPI
from pydantic import BaseModel
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

reader: ContextVar[str] = ContextVar("reader", default="nobody")


class RememberReader:
    """A plain ASGI middleware: it sets the value in the very task that runs the endpoint."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            reader.set(Headers(scope=scope).get("X-Reader", "nobody"))
        await self.app(scope, receive, send)


def note(what: str) -> str:
    """Stand for code far from the endpoint that was not handed the request."""
    return f"{reader.get()} reads {what}"


class Notes(BaseModel):
    before: str
    after: str
    elsewhere: str


app = FastAPI()
app.add_middleware(RememberReader)


@app.get("/books/{title}")
async def read_book(title: str) -> Notes:
    before = note(title)
    await asyncio.sleep(0.02)  # Other requests are served meanwhile.
    # to_thread gives the thread a copy of our context; a pool's own `submit` would not.
    elsewhere = await asyncio.to_thread(note, title)
    return Notes(before=before, after=note(title), elsewhere=elsewhere)


@app.get("/broken")
async def broken() -> None:
    raise RuntimeError(note("nothing"))
