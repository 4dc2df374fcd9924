"""A catalogue for each request that asks for one, by a decorator that opens and closes it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from tornado.options import define, options, parse_command_line
from tornado.web import Application, HTTPError, RequestHandler

from .library import Catalogue, open_catalogue

define("port", default=8000, type=int, help="port to listen on")

P = ParamSpec("P")


class CatalogueHandler(RequestHandler):
    catalogue: Catalogue

    def author_of(self, number: int) -> str:
        try:
            return self.catalogue.author(number)
        except KeyError:
            raise HTTPError(404, "There is no book %d.", number) from None


Handler = TypeVar("Handler", bound=CatalogueHandler)


# Not prepare() and on_finish(): the latter is not awaited, and what closes a session has to be.
def with_catalogue(
    method: Callable[Concatenate[Handler, P], Awaitable[None]],
) -> Callable[Concatenate[Handler, P], Awaitable[None]]:
    @wraps(method)
    async def wrapper(self: Handler, *args: P.args, **kwargs: P.kwargs) -> None:
        async with self.settings["open_catalogue"]() as self.catalogue:
            await method(self, *args, **kwargs)

    return wrapper


class HelloHandler(RequestHandler):
    def get(self) -> None:
        self.write({"hello": "reader"})


class BookHandler(CatalogueHandler):
    @with_catalogue
    async def get(self, text: str) -> None:
        number = int(text)
        author = self.author_of(number)
        await asyncio.sleep(0.05)  # Other requests are served meanwhile.
        self.write(
            {
                "title": self.catalogue.title(number),
                "author": author,
                "catalogue": self.catalogue.name,
                "questions": self.catalogue.questions,
            }
        )


class BrokenHandler(CatalogueHandler):
    @with_catalogue
    async def get(self) -> None:
        raise RuntimeError(f"This handler fails after it has read {self.catalogue.title(1)}.")


def make_app(
    open_catalogue: Callable[[], AbstractAsyncContextManager[Catalogue]] = open_catalogue,
) -> Application:
    return Application(
        [(r"/", HelloHandler), (r"/books/([0-9]{1,9})", BookHandler), (r"/broken", BrokenHandler)],
        open_catalogue=open_catalogue,
    )


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
