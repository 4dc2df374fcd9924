"""An upload streamed to disk, held to 64 MiB whether the client states its length or not."""

import asyncio
import os
from pathlib import Path

from python_multipart.exceptions import FormParserError
from sanic import HTTPResponse, Request, Sanic, json
from sanic.exceptions import BadRequest
from sanic.http import Http

from .cover import CoverForm

app = Sanic("file_upload")
app.config.FALLBACK_ERROR_FORMAT = "json"
app.config.REQUEST_MAX_SIZE = 64 * 1024 * 1024

DIRECTORY = Path(os.environ.get("UPLOAD_DIR", "uploads"))
DIRECTORY.mkdir(parents=True, exist_ok=True)


@app.exception(FormParserError)
async def handle_malformed(request: Request, error: FormParserError) -> HTTPResponse:
    raise BadRequest(str(error))


# --8<-- [start:handler]
@app.post("/covers", stream=True)
async def create_cover(request: Request) -> HTTPResponse:
    assert isinstance(request.stream, Http)
    # Sanic lifts the limit for a streaming handler. Put back, it ends the reading with a 413.
    request.stream.request_max_size = request.app.config.REQUEST_MAX_SIZE
    form = CoverForm(request.headers.get("content-type", ""), DIRECTORY)
    try:
        async for chunk in request.stream:
            await asyncio.to_thread(form.write, chunk)
        return json(form.store(), status=201)
    finally:
        # Also when the client goes away, which cancels this handler.
        form.discard()


# --8<-- [end:handler]
