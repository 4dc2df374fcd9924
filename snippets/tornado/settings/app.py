"""An application that does not start with wrong settings.

What differs from process to process, the port, is an option; all else comes from the environment.
"""

import asyncio

from tornado.options import define, options, parse_command_line
from tornado.web import Application, HTTPError, RequestHandler

from .configuration import Settings

define("port", default=8000, type=int, help="port to listen on")


class BaseHandler(RequestHandler):
    def initialize(self, configured: Settings) -> None:
        # Not self.settings: those are the application's own, and Tornado reads them.
        self.configured = configured


class HomeHandler(BaseHandler):
    def get(self) -> None:
        if self.configured.maintenance:
            raise HTTPError(503)
        self.write({"hello": "reader"})


class SettingsHandler(BaseHandler):
    def get(self) -> None:
        self.write(self.configured.model_dump(exclude={"secret_key"}))


def make_app(configured: Settings) -> Application:
    shared = {"configured": configured}
    return Application(
        [(r"/", HomeHandler, shared), (r"/settings", SettingsHandler, shared)],
        cookie_secret=configured.secret_key.get_secret_value(),
    )


async def main() -> None:
    parse_command_line()
    make_app(Settings()).listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
