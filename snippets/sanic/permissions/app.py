"""Ask for a login everywhere, for a role where it matters, and sometimes for the author alone."""

import sanic
from pydantic import ValidationError
from sanic import HTTPResponse, Sanic, json
from sanic.exceptions import Forbidden, SanicException, Unauthorized
from sqlalchemy import select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from .context import App, Context, Request
from .models import User, create_tables, database_url, digest
from .reviews import reviews

app = Sanic("permissions", ctx=Context())
app.blueprint(reviews)


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


@app.on_request
async def check_permission(request: Request) -> None:
    """Ask for a login, and for the permission that the route names in its context, if any."""
    route = request.route
    if route is None or getattr(route.ctx, "public", False):
        return
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    async with request.app.ctx.sessions() as database:
        query = select(User).where(User.token_hash == digest(token))
        user = await database.scalar(query) if scheme.lower() == "bearer" else None
    if user is None:
        raise Unauthorized("Log in first.", scheme="Bearer")
    permission = getattr(route.ctx, "permission", None)
    if permission and not user.may(permission):
        raise Forbidden(f"This takes the permission {permission}.")
    request.ctx.user = user


@app.exception(ValidationError)
async def handle_invalid(request: sanic.Request, error: ValidationError) -> HTTPResponse:
    return json({"detail": "; ".join(problem["msg"] for problem in error.errors())}, status=422)


@app.exception(SanicException)
async def handle_refusal(request: sanic.Request, error: SanicException) -> HTTPResponse:
    request.app.error_handler.log(request, error)
    # Sanic's own errors of status 500 quote code and values.
    detail = "Internal Server Error" if error.status_code == 500 else str(error)
    return json({"detail": detail}, status=error.status_code, headers=error.headers)


@app.exception(Exception)
async def handle_bug(request: sanic.Request, error: Exception) -> HTTPResponse:
    request.app.error_handler.log(request, error)
    return json({"detail": "Internal Server Error"}, status=500)
