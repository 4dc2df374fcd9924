"""Sell each copy of a book once, and sell all books of an order or none."""

import asyncio
import logging
from http import HTTPStatus
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from tornado.options import define, options, parse_command_line
from tornado.web import Application, HTTPError, RequestHandler

from .database import create_tables, make_engine
from .orders import SoldOutError, place_order
from .schemas import OrderIn, OrderOut

logger = logging.getLogger(__name__)

define("port", default=8000, type=int, help="port to listen on")


class BaseHandler(RequestHandler):
    def initialize(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions = sessions

    def read_order(self) -> OrderIn:
        try:
            return OrderIn.model_validate_json(self.request.body, strict=True)
        except ValidationError as error:
            raise HTTPError(422) from error

    def confirm(self, order: OrderOut) -> None:
        logger.info("order %s confirmed", order.id)
        self.set_status(HTTPStatus.CREATED)
        self.write(order.model_dump())

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.finish({"detail": HTTPStatus(status_code).phrase})


class OrdersHandler(BaseHandler):
    async def post(self) -> None:
        data = self.read_order()
        try:
            # Commits at the end of the block; whatever is raised inside rolls back.
            async with self.sessions.begin() as session:
                order = await place_order(session, data)
        except SoldOutError as error:
            self.set_status(HTTPStatus.CONFLICT)
            self.write({"detail": str(error)})
        else:
            self.confirm(order)


class BrokenOrdersHandler(BaseHandler):
    async def post(self) -> None:
        data = self.read_order()
        async with self.sessions.begin() as session:
            order = await place_order(session, data)
            fail()
        self.confirm(order)


def fail() -> None:
    raise RuntimeError("A bug, after everything was written and before it was committed.")


def make_app(sessions: async_sessionmaker[AsyncSession]) -> Application:
    shared = {"sessions": sessions}
    return Application(
        [
            (r"/orders", OrdersHandler, shared),
            (r"/orders/broken", BrokenOrdersHandler, shared),
        ]
    )


async def main() -> None:
    parse_command_line()
    engine = make_engine()
    await create_tables(engine)
    make_app(async_sessionmaker(engine)).listen(options.port, address="127.0.0.1")
    try:
        await asyncio.Event().wait()
    finally:
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
