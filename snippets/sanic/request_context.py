"""Who is reading: a value that belongs to one request and can be asked for anywhere in it."""

import asyncio

from sanic import HTTPResponse, Request, Sanic, json

app = Sanic("request_context")


@app.middleware("request")
async def remember_reader(request: Request) -> None:
    request.ctx.reader = request.headers.get("x-reader", "nobody")


def note(what: str) -> str:
    """Stand for code far from the handler that was not handed the request."""
    return f"{Request.get_current().ctx.reader} reads {what}"


@app.get("/books/<title:str>")
async def book(request: Request, title: str) -> HTTPResponse:
    before = note(title)
    await asyncio.sleep(0.02)  # Other requests are served meanwhile.
    # to_thread gives the thread a copy of our context, in which Sanic keeps the request.
    elsewhere = await asyncio.to_thread(note, title)
    return json({"before": before, "after": note(title), "elsewhere": elsewhere})


@app.get("/broken")
async def broken(request: Request) -> HTTPResponse:
    raise RuntimeError(note("nothing"))
