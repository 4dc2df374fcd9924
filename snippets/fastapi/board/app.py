"""A board of posts, put together from routers, with checks that all of them share."""

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from . import authors, posts, sessions
from .database import lifespan
from .security import refuse_cross_site
from .settings import MAX_BODY_SIZE

app = FastAPI(
    lifespan=lifespan,
    max_body_size=MAX_BODY_SIZE,
    redirect_slashes=False,
    dependencies=[Depends(refuse_cross_site)],
)
for module in (authors, posts, sessions):
    app.include_router(module.router)


@app.exception_handler(RequestValidationError)
async def refuse_fields(_: Request, error: RequestValidationError) -> JSONResponse:
    # FastAPI's own handler repeats the input as well, which fails (500) where JSON cannot
    # carry it, such as half of a surrogate pair, and would show passwords.
    detail = [{key: problem[key] for key in ("type", "loc", "msg")} for problem in error.errors()]
    return JSONResponse({"detail": detail}, 422)


@app.exception_handler(Exception)
async def answer_failure(_: Request, error: Exception) -> JSONResponse:
    # The error itself is logged by the server.
    return JSONResponse({"detail": "Internal Server Error"}, 500)
