"""A board of posts: the list of its addresses, and the handlers that answer there."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from tornado.httpserver import HTTPServer
from tornado.options import define, options, parse_command_line
from tornado.web import Application, url

from .authors import AuthorsHandler, RegisterHandler
from .base import NotFoundHandler
from .database import create_engine, create_tables
from .posts import CategoriesHandler, PostHandler, PostsHandler
from .sessions import LoginHandler, LogoutHandler

define("port", default=8000, type=int, help="port to listen on")


def make_app(database: async_sessionmaker[AsyncSession]) -> Application:
    shared = {"database": database}
    return Application(
        [
            url(r"/register", RegisterHandler, shared),
            url(r"/login", LoginHandler, shared),
            url(r"/logout", LogoutHandler, shared),
            url(r"/authors", AuthorsHandler, shared),
            url(r"/categories", CategoriesHandler, shared),
            url(r"/posts", PostsHandler, shared),
            # int() raises an error for thousands of digits, and no id has more than ten.
            url(r"/posts/([0-9]{1,10})", PostHandler, shared, name="post"),
        ],
        default_handler_class=NotFoundHandler,
        default_handler_args=shared,
        # Refuses what another site sends, by Sec-Fetch-Site and Origin.
        cross_origin_protection=True,
    )


async def main() -> None:
    parse_command_line()
    engine = create_engine()
    await create_tables(engine)
    app = make_app(async_sessionmaker(engine, expire_on_commit=False))
    server = HTTPServer(app, max_body_size=256 * 1024)
    server.listen(options.port, address="127.0.0.1")
    try:
        await asyncio.Event().wait()
    finally:
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
