"""Query parameters read one by one: with a default, repeated, and checked by hand."""

import asyncio

from tornado.options import define, options, parse_command_line
from tornado.web import Application, RequestHandler

define("port", default=8000, type=int, help="port to listen on")


# --8<-- [start:handler]
class BooksHandler(RequestHandler):
    def get(self) -> None:
        # strip=False: by default Tornado cuts white space off both ends.
        q = self.get_query_argument("q", "", strip=False)
        tags = self.get_query_arguments("tag", strip=False)
        limit = self.get_query_argument("limit", "10")
        try:
            number = int(limit)
        except ValueError:
            number = 0
        if not 1 <= number <= 100:
            self.set_status(400)
            self.write({"errors": {"limit": ["Must be a whole number from 1 to 100."]}})
            return
        self.write({"q": q, "limit": number, "tags": tags})


# --8<-- [end:handler]


def make_app() -> Application:
    return Application([(r"/books", BooksHandler)])


async def main() -> None:
    parse_command_line()
    make_app().listen(options.port, address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
