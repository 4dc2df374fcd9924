"""A handler for ServerError, and the failures that it never sees."""

from sanic import HTTPResponse, Request, Sanic, json
from sanic.exceptions import ServerError

# --8<-- [start:bad]
bad = Sanic("bad")


@bad.exception(ServerError)
async def answer_server_errors(request: Request, error: ServerError) -> HTTPResponse:
    return json({"detail": "Something went wrong here."}, status=500)


# --8<-- [end:bad]
# --8<-- [start:good]
good = Sanic("good")


@good.exception(Exception)
async def answer_failures(request: Request, error: Exception) -> HTTPResponse:
    request.app.error_handler.log(request, error)
    status = getattr(error, "status_code", 500)
    detail = str(error) if status < 500 else "Something went wrong here."
    return json({"detail": detail}, status=status)


# --8<-- [end:good]


@bad.get("/broken")
@good.get("/broken")
async def broken(request: Request) -> HTTPResponse:
    raise ValueError("an ordinary bug")
