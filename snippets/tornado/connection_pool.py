"""A bounded number of connections to PostgreSQL, shared by all requests."""

import asyncio
import os
from http import HTTPStatus
from typing import Any

from sqlalchemy import make_url, text
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from tornado.options import define, options, parse_command_line
from tornado.web import Application, HTTPError, RequestHandler

define("port", default=8000, type=int, help="port to listen on")


def make_engine() -> AsyncEngine:
    url = make_url(os.environ.get("DATABASE_URL", "postgresql:///reading_list"))
    return create_async_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=int(os.environ.get("POOL_SIZE", "5")),
        # Left out, ten more connections may be opened when it gets tight.
        max_overflow=0,
        pool_timeout=float(os.environ.get("POOL_TIMEOUT", "10")),
        # Ask each connection for a sign of life first; one that PostgreSQL ended is replaced.
        pool_pre_ping=True,
    )


class DatabaseHandler(RequestHandler):
    def initialize(self, engine: AsyncEngine) -> None:
        self.engine = engine

    async def ask(self, query: str) -> Any:
        # The connection goes back at the end of the block, whatever happens in it.
        try:
            async with self.engine.connect() as connection:
                result = await connection.execute(text(query))
                return result.scalar()
        except PoolTimeoutError as error:
            raise HTTPError(503) from error

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        if status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            self.set_header("Retry-After", "1")
            self.finish({"detail": "The database is busy. Come back later."})
        else:
            self.finish({"detail": HTTPStatus(status_code).phrase})


class ReportHandler(DatabaseHandler):
    async def get(self) -> None:
        await self.ask("SELECT pg_sleep(0.15)")
        self.write({"report": "ready"})


class BackendHandler(DatabaseHandler):
    """Tells which process of PostgreSQL has answered."""

    async def get(self) -> None:
        self.write({"pid": await self.ask("SELECT pg_backend_pid()")})


class BrokenHandler(DatabaseHandler):
    async def get(self) -> None:
        self.write({"result": await self.ask("SELECT 1 / 0")})


def make_app(engine: AsyncEngine) -> Application:
    return Application(
        [
            (r"/report", ReportHandler, {"engine": engine}),
            (r"/backend", BackendHandler, {"engine": engine}),
            (r"/broken", BrokenHandler, {"engine": engine}),
        ]
    )


async def main() -> None:
    parse_command_line()
    engine = make_engine()
    make_app(engine).listen(options.port, address="127.0.0.1")
    try:
        await asyncio.Event().wait()
    finally:
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
