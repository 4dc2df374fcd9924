"""A catalogue for each request that asks for one, by a decorator that opens and closes it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from functools import wraps
from types import SimpleNamespace
from typing import Concatenate, ParamSpec, TypeAlias

import sanic
from sanic import HTTPResponse, json
from sanic.exceptions import NotFound

from .library import Catalogue, open_catalogue

P = ParamSpec("P")


class Context(SimpleNamespace):
    """Is app.ctx."""

    open_catalogue: Callable[[], AbstractAsyncContextManager[Catalogue]]


App: TypeAlias = sanic.Sanic[sanic.Config, Context]
Request: TypeAlias = sanic.Request[App, SimpleNamespace]

app = sanic.Sanic("dependency_injection", ctx=Context(open_catalogue=open_catalogue))
app.config.FALLBACK_ERROR_FORMAT = "json"


# Not a pair of middlewares: those for responses run when a stream begins, not when it has ended.
def with_catalogue(
    handler: Callable[Concatenate[Request, Catalogue, P], Awaitable[HTTPResponse]],
) -> Callable[Concatenate[Request, P], Awaitable[HTTPResponse]]:
    @wraps(handler)
    async def wrapper(request: Request, *args: P.args, **kwargs: P.kwargs) -> HTTPResponse:
        async with request.app.ctx.open_catalogue() as catalogue:
            return await handler(request, catalogue, *args, **kwargs)

    return wrapper


def author_of(catalogue: Catalogue, number: int) -> str:
    try:
        return catalogue.author(number)
    except KeyError:
        raise NotFound(f"There is no book {number}.") from None


@app.get("/")
async def hello(request: Request) -> HTTPResponse:
    return json({"hello": "reader"})


@app.get("/books/<number:int>")
@with_catalogue
async def read_book(request: Request, catalogue: Catalogue, number: int) -> HTTPResponse:
    author = author_of(catalogue, number)
    await asyncio.sleep(0.05)  # Other requests are served meanwhile.
    return json(
        {
            "title": catalogue.title(number),
            "author": author,
            "catalogue": catalogue.name,
            "questions": catalogue.questions,
        }
    )


@app.get("/broken")
@with_catalogue
async def broken(request: Request, catalogue: Catalogue) -> HTTPResponse:
    raise RuntimeError(f"This handler fails after it has read {catalogue.title(1)}.")
