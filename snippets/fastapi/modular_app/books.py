"""The books: a router that is made anew for each prefix, with names of its own."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from .library import BOOKS, UnknownError, find


class BookRoute(APIRoute):
    """A router takes no exception handlers; its class of routes is the place for one."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except UnknownError:
                return JSONResponse({"detail": "No such book."}, 404)

        return answer


def create_router(namespace: str) -> APIRouter:
    """Return the routes; an application has one list of names, so each set gets a prefix there."""
    router = APIRouter(route_class=BookRoute, tags=[namespace])

    def describe(request: Request, number: int) -> dict[str, str]:
        url = request.app.url_path_for(f"{namespace}:book", number=number)
        return {"title": find(BOOKS, number), "url": str(url)}

    @router.get("/", name=f"{namespace}:shelf")
    async def shelf(request: Request) -> dict[str, list[dict[str, str]]]:
        return {"books": [describe(request, number) for number in BOOKS]}

    @router.get("/{number}", name=f"{namespace}:book")
    async def book(request: Request, number: int) -> dict[str, str]:
        return describe(request, number)

    return router
