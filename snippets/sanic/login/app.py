"""Register, log in, log out: Argon2id hashes, and sessions that end on the server, too."""

from pydantic import ValidationError
from sanic import HTTPResponse, Request, Sanic, json
from sanic.exceptions import Forbidden, SanicException
from sanic.response import BaseHTTPResponse
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from .accounts import accounts
from .context import App, Context
from .models import create_tables, database_url

app = Sanic("login", ctx=Context())
app.blueprint(accounts)


# Only the main process runs this. With --single-process, or on an ASGI server, there is none:
# create the tables in a migration, as production does anyway.
@app.main_process_start
async def prepare_database(app: App) -> None:
    """Create the tables, once, before any worker starts."""
    engine = create_async_engine(database_url())
    await create_tables(engine)
    await engine.dispose()


@app.before_server_start
async def open_database(app: App) -> None:
    """Give each worker an engine of its own: connections must not cross processes."""
    app.ctx.engine = create_async_engine(database_url())
    app.ctx.sessions = async_sessionmaker(app.ctx.engine, expire_on_commit=False)


@app.after_server_stop
async def close_database(app: App) -> None:
    await app.ctx.engine.dispose()


# --8<-- [start:cross_site]
@app.middleware("request")
async def refuse_cross_site(request: Request) -> None:
    """Refuse what another site sends: Sanic has no protection of its own.

    Browsers tell by Sec-Fetch-Site where a request comes from; older ones send Origin. What
    sends neither is no browser, and holds no cookie of somebody else.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        allowed = site in {"same-origin", "none"}
    else:
        allowed = origin is None or origin.partition("://")[2] == request.host
    if not allowed:
        raise Forbidden("This request comes from another site.")


# --8<-- [end:cross_site]


@app.middleware("response")
async def forbid_storing(request: Request, response: BaseHTTPResponse) -> None:
    response.headers["Cache-Control"] = "no-store"


@app.exception(ValidationError)
async def handle_invalid(request: Request, error: ValidationError) -> HTTPResponse:
    """Name every wrong field."""
    errors: dict[str, list[str]] = {}
    for item in error.errors():
        if item["loc"]:
            errors.setdefault(str(item["loc"][0]), []).append(item["msg"])
    if errors:
        return json({"detail": "Some fields are wrong.", "errors": errors}, status=422)
    return json({"detail": "The body must be a JSON object."}, status=400)


@app.exception(SanicException)
async def handle_refusal(request: Request, error: SanicException) -> HTTPResponse:
    request.app.error_handler.log(request, error)
    # Sanic's own errors of status 500 quote code and values.
    detail = "Internal Server Error" if error.status_code == 500 else str(error)
    return json({"detail": detail}, status=error.status_code, headers=error.headers)


@app.exception(Exception)
async def handle_bug(request: Request, error: Exception) -> HTTPResponse:
    request.app.error_handler.log(request, error)
    return json({"detail": "Internal Server Error"}, status=500)
