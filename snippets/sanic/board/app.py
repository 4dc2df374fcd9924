"""A board of posts, put together from blueprints by a factory."""

from sanic import Request, Sanic
from sanic.response import BaseHTTPResponse
from sqlalchemy.ext.asyncio import async_sessionmaker

from . import authors, errors, posts, sessions
from .context import App, Context
from .database import create_engine, create_tables, statements
from .fill import fill
from .requests import refuse_cross_site
from .settings import COUNT_QUERIES


# Only the main process runs this. With --single-process, or on an ASGI server, there is none:
# create the tables in a migration, as production does anyway.
async def prepare_database(app: App) -> None:
    """Create the tables, once, before any worker starts."""
    engine = create_engine()
    await create_tables(engine)
    await engine.dispose()


async def open_database(app: App) -> None:
    """Give each worker an engine of its own: connections must not cross processes."""
    app.ctx.engine = create_engine()
    app.ctx.database = async_sessionmaker(app.ctx.engine, expire_on_commit=False)


async def close_database(app: App) -> None:
    await app.ctx.engine.dispose()


async def count_queries(request: Request) -> None:
    statements.set([])


async def report_queries(request: Request, response: BaseHTTPResponse) -> None:
    response.headers["X-Query-Count"] = str(len(statements.get() or []))


def create_app() -> App:
    app = Sanic("board", ctx=Context())
    app.config.REQUEST_MAX_SIZE = 256 * 1024
    for module in (authors, posts, sessions):
        app.blueprint(module.blueprint)
    errors.init_app(app)
    app.command(fill)
    app.main_process_start(prepare_database)
    app.before_server_start(open_database)
    app.after_server_stop(close_database)
    app.on_request(refuse_cross_site)
    if COUNT_QUERIES:
        app.on_request(count_queries)
        app.on_response(report_queries)
    return app


app = create_app()
