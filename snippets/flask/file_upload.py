"""Store an uploaded file under a name of our own, with bounded memory and a size limit."""

import hashlib
import os
from pathlib import Path, PurePath
from uuid import uuid4

from flask import Flask, abort, json, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

UPLOAD_DIR = Path(os.environ.get("UPLOAD_DIR", "uploads"))
UPLOAD_DIR.mkdir(parents=True, exist_ok=True)
SUFFIXES = {".gif", ".jpeg", ".jpg", ".png", ".webp"}

# --8<-- [start:settings]
app = Flask(__name__)
# Holds for the whole body, with or without a Content-Length; Flask has no limit of its own.
# One byte more than 64 MiB: behind gunicorn a body of exactly the maximum is refused as well.
app.config["MAX_CONTENT_LENGTH"] = 64 * 1024 * 1024 + 1
# --8<-- [end:settings]


# --8<-- [start:view]
@app.post("/covers")
def upload_cover() -> tuple[dict[str, str | int], int]:
    # Werkzeug parses the body here; a file over 500 kB waits in a temporary file.
    cover = request.files.get("cover")
    if cover is None:
        abort(400, "Send multipart/form-data with a file named cover.")

    # The client's name is never a path of ours: only a known suffix survives.
    suffix = PurePath(cover.filename or "").suffix.lower()
    name = uuid4().hex + (suffix if suffix in SUFFIXES else "")

    digest = hashlib.sha256()
    size = 0
    with (UPLOAD_DIR / name).open("xb") as stored:
        while chunk := cover.stream.read(64 * 1024):
            digest.update(chunk)
            size += stored.write(chunk)
    return {"name": name, "size": size, "sha256": digest.hexdigest()}, 201


# --8<-- [end:view]


@app.errorhandler(HTTPException)
def answer_in_json(error: HTTPException) -> Response:
    # The exception's own response has its status and its headers, such as Allow of a 405.
    response = error.get_response()
    response.content_type = "application/json"
    response.set_data(json.dumps({"detail": error.description}))
    return response
