"""Liveness, which depends on nothing, and readiness, which asks the database."""

import asyncio
import logging
import os

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

define("port", default=8000, type=int, help="port to listen on")

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
logger = logging.getLogger("tornado.application")


async def can_ask(engine: AsyncEngine) -> bool:
    """Tell whether the database answers within two seconds."""

    async def ask() -> None:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    asking = asyncio.create_task(ask())
    # Not asyncio.timeout: it waits for the end of what it cancels, and Psycopg first asks the
    # silent server to stop.
    done, _ = await asyncio.wait({asking}, timeout=2)
    if not done:
        asking.cancel()
        logger.warning("Not ready: the database does not answer")
        return False
    if error := asking.exception():
        logger.warning("Not ready: the database cannot be asked: %s", error)
    return not error


class HealthHandler(RequestHandler):
    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")

    # An answer that may not be stored needs no validator either.
    def compute_etag(self) -> None:
        return None


class LiveHandler(HealthHandler):
    def get(self) -> None:
        self.write({"status": "ok"})


class ReadyHandler(HealthHandler):
    def initialize(self, engine: AsyncEngine) -> None:
        self.engine = engine

    async def get(self) -> None:
        if await can_ask(self.engine):
            self.write({"status": "ok"})
        else:
            self.set_status(503)
            self.write({"status": "unavailable", "failing": ["database"]})


async def main() -> None:
    parse_command_line()
    url = make_url(os.environ.get("DATABASE_URL", "sqlite:///health_check.db"))
    engine = create_async_engine(url.set(drivername=DRIVERS[url.get_backend_name()]))
    app = Application([(r"/livez", LiveHandler), (r"/readyz", ReadyHandler, {"engine": engine})])
    app.listen(options.port, address="127.0.0.1")
    try:
        await asyncio.Event().wait()
    finally:
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
