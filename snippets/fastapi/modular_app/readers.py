"""The readers: every request has to show a library card first."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from .library import READERS, UnknownError, find


class ReaderRoute(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except UnknownError:
                return JSONResponse({"detail": "No such reader."}, 404)

        return answer


async def check_card(x_library_card: Annotated[str | None, Header()] = None) -> None:
    if x_library_card is None:
        raise HTTPException(403, "Show a library card.")


router = APIRouter(route_class=ReaderRoute, tags=["readers"], dependencies=[Depends(check_card)])


@router.get("/{number}", name="readers:reader")
async def reader(request: Request, number: int) -> dict[str, str]:
    url = request.app.url_path_for("readers:reader", number=number)
    return {"name": find(READERS, number), "url": str(url)}
