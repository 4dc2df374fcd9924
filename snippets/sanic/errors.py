"""Every error as JSON: unknown address, wrong method, and a bug that must not leak."""

from contextlib import suppress

from sanic import HTTPResponse, Request, Sanic, json
from sanic.exceptions import MethodNotAllowed, NotFound, SanicException

app = Sanic("errors")


# --8<-- [start:handlers]
@app.exception(SanicException)
async def handle_refusal(request: Request, error: SanicException) -> HTTPResponse:
    """Answer what Sanic or a handler raised on purpose, with its own message and headers."""
    # A handler of our own replaces Sanic's, which writes the log; errors like 404 are quiet there.
    request.app.error_handler.log(request, error)
    # Sanic's own errors of status 500 quote code and values.
    detail = "Internal Server Error" if error.status_code == 500 else str(error)
    return json({"detail": detail}, status=error.status_code, headers=error.headers)


@app.exception(MethodNotAllowed)
async def handle_wrong_method(request: Request, error: MethodNotAllowed) -> HTTPResponse:
    """Name the methods of the path: Sanic 25.12 does not, if it has parameters and several."""
    allowed = []
    for method in request.app.router.ALLOWED_METHODS:
        with suppress(MethodNotAllowed, NotFound):
            request.app.router.get(request.path, method, request.headers.get("host"))
            allowed.append(method)
    return json({"detail": str(error)}, status=405, headers={"Allow": ", ".join(allowed)})


@app.exception(Exception)
async def handle_bug(request: Request, error: Exception) -> HTTPResponse:
    """Answer what nobody expected: the log learns all of it, the client nothing."""
    request.app.error_handler.log(request, error)
    return json({"detail": "Internal Server Error"}, status=500)


# --8<-- [end:handlers]


@app.get("/books/<book_id:int>")
async def get_book(request: Request, book_id: int) -> HTTPResponse:
    if book_id != 1:
        raise NotFound(f"There is no book {book_id}.")
    return json({"id": book_id})


@app.get("/broken")
async def broken(request: Request) -> HTTPResponse:
    raise RuntimeError("the-secret-detail")
