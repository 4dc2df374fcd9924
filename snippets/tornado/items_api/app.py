"""Items created, read, replaced and deleted, over SQLite or PostgreSQL."""

import asyncio

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from tornado.options import define, options, parse_command_line
from tornado.routing import URLSpec
from tornado.web import Application

from .base import APIError, BaseHandler, NotFoundHandler
from .models import Item, create_tables, database_url
from .schemas import ITEM_LIST, ItemIn, ItemOut, Page

define("port", default=8000, type=int, help="port to listen on")


# --8<-- [start:handlers]
class ItemsHandler(BaseHandler):
    async def get(self) -> None:
        page = self.read_query(Page)
        query = select(Item).order_by(Item.id).limit(page.limit).offset(page.offset)
        async with self.sessions() as session:
            items = await session.scalars(query)
            answer = ITEM_LIST.validate_python(items.all(), from_attributes=True)
        self.write_json(ITEM_LIST.dump_json(answer))

    async def post(self) -> None:
        data = self.read_json(ItemIn)
        async with self.sessions.begin() as session:
            item = Item(**data.model_dump())
            session.add(item)
        self.set_header("Location", self.reverse_url("item", item.id))
        self.write_json(ItemOut.model_validate(item).model_dump_json(), 201)


class ItemHandler(BaseHandler):
    async def get(self, item_id: str) -> None:
        async with self.sessions() as session:
            item = await self.find(session, item_id)
        self.write_json(ItemOut.model_validate(item).model_dump_json())

    async def put(self, item_id: str) -> None:
        data = self.read_json(ItemIn)
        async with self.sessions.begin() as session:
            item = await self.find(session, item_id)
            for name, value in data:
                setattr(item, name, value)
        self.write_json(ItemOut.model_validate(item).model_dump_json())

    async def delete(self, item_id: str) -> None:
        async with self.sessions.begin() as session:
            await session.delete(await self.find(session, item_id))
        self.set_status(204)

    async def find(self, session: AsyncSession, item_id: str) -> Item:
        item = await session.get(Item, int(item_id))
        if item is None:
            raise APIError(404, f"There is no item {item_id}.")
        return item


# --8<-- [end:handlers]


# --8<-- [start:app]
def make_app(sessions: async_sessionmaker[AsyncSession]) -> Application:
    shared = {"sessions": sessions}
    return Application(
        [
            URLSpec(r"/items", ItemsHandler, shared),
            # Nine digits at most: what is longer would not fit the database's integer.
            URLSpec(r"/items/([0-9]{1,9})", ItemHandler, shared, name="item"),
        ],
        default_handler_class=NotFoundHandler,
        default_handler_args=shared,
    )


async def main() -> None:
    parse_command_line()
    engine = create_async_engine(database_url())
    await create_tables(engine)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    make_app(sessions).listen(options.port, address="127.0.0.1")
    try:
        await asyncio.Event().wait()
    finally:
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
# --8<-- [end:app]
