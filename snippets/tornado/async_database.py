"""A slow query on the event loop, by a driver that can be awaited, and one in a thread."""

import asyncio
import os
import threading
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from tornado.escape import json_encode
from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

define("port", default=8000, type=int, help="port to listen on")

SLOW = text("SELECT pg_sleep(0.6)")


def here() -> dict[str, str | bool]:
    """Name the thread that runs this, and say whether it is the one of the event loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        on_the_loop = False
    else:
        on_the_loop = True
    return {"thread": threading.current_thread().name, "on_the_loop": on_the_loop}


@event.listens_for(Engine, "before_cursor_execute")
def note_thread(connection: Connection, *_: Any) -> None:
    connection.info["ran_in"] = here()


@dataclass(frozen=True)
class Database:
    awaited: AsyncEngine
    blocking: Engine

    async def run_slow(self) -> dict[str, str | bool]:
        async with self.awaited.connect() as connection:
            await connection.execute(SLOW)
            ran_in: dict[str, str | bool] = connection.info["ran_in"]
        return ran_in

    def run_slow_blocking(self) -> dict[str, str | bool]:
        with self.blocking.connect() as connection:
            connection.execute(SLOW)
            ran_in: dict[str, str | bool] = connection.info["ran_in"]
        return ran_in


class DatabaseHandler(RequestHandler):
    def initialize(self, database: Database) -> None:
        self.database = database


class AsyncHandler(DatabaseHandler):
    """Awaits the driver: nothing but the loop's own thread takes part."""

    async def get(self) -> None:
        self.write(await self.database.run_slow())


class ThreadHandler(DatabaseHandler):
    """Tornado would run a blocking call on the loop, so it is handed to a thread by name."""

    async def get(self) -> None:
        self.write(await asyncio.to_thread(self.database.run_slow_blocking))


class PairHandler(DatabaseHandler):
    """Two queries of one request, each on a connection of its own."""

    async def get(self) -> None:
        await asyncio.gather(self.database.run_slow(), self.database.run_slow())
        self.set_header("Content-Type", "application/json")
        self.write(json_encode(["Emma", "Emma"]))


class PingHandler(RequestHandler):
    def get(self) -> None:
        self.write(here())


class WaysHandler(RequestHandler):
    def get(self) -> None:
        self.set_header("Content-Type", "application/json")
        self.write(json_encode(["/async", "/thread"]))


def make_app(database: Database) -> Application:
    return Application(
        [
            (r"/ways", WaysHandler),
            (r"/ping", PingHandler),
            (r"/async", AsyncHandler, {"database": database}),
            (r"/thread", ThreadHandler, {"database": database}),
            (r"/pair", PairHandler, {"database": database}),
        ]
    )


async def main() -> None:
    parse_command_line()
    url = make_url(os.environ.get("DATABASE_URL", "postgresql:///reading_list"))
    # Psycopg has both: connections that can be awaited and connections that block.
    url = url.set(drivername="postgresql+psycopg")
    database = Database(
        awaited=create_async_engine(url, pool_size=5, max_overflow=0, pool_pre_ping=True),
        blocking=create_engine(url, pool_size=5, max_overflow=0, pool_pre_ping=True),
    )
    make_app(database).listen(options.port, address="127.0.0.1")
    try:
        await asyncio.Event().wait()
    finally:
        await database.awaited.dispose()
        database.blocking.dispose()


if __name__ == "__main__":
    asyncio.run(main())
