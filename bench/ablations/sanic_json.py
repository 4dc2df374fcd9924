"""The small JSON of the topic `routing`, written by Python's own json in place of ujson."""

import json

from sanic import HTTPResponse, Request, Sanic
from sanic.response import json as answer

app = Sanic("routing", dumps=json.dumps)


# --8<-- [start:view]
@app.get("/books/<book_id:int>")
async def read_book(request: Request, book_id: int) -> HTTPResponse:
    return answer({"id": book_id, "url": app.url_for("read_book", book_id=book_id)})


# --8<-- [end:view]
