"""Store an uploaded file under a name of our own, with bounded memory and a size limit."""

import hashlib
import os
from pathlib import Path, PurePath
from uuid import uuid4

from fastapi import FastAPI, UploadFile, status
from pydantic import BaseModel

UPLOAD_DIR = Path(os.environ.get("UPLOAD_DIR", "uploads"))
UPLOAD_DIR.mkdir(parents=True, exist_ok=True)
SUFFIXES = {".gif", ".jpeg", ".jpg", ".png", ".webp"}

# --8<-- [start:settings]
# Holds for the whole body, with or without a Content-Length; the default is no limit.
app = FastAPI(max_body_size=64 * 1024 * 1024)
# --8<-- [end:settings]


class StoredCover(BaseModel):
    name: str
    size: int
    sha256: str


# --8<-- [start:view]
# A plain `def` runs in a thread, so reading and writing files does not hold up the event loop.
@app.post("/covers", status_code=status.HTTP_201_CREATED)
def upload_cover(cover: UploadFile) -> StoredCover:
    # The body has arrived by now; a file over 1 MiB waits in a temporary file.
    # The client's name is never a path of ours: only a known suffix survives.
    suffix = PurePath(cover.filename or "").suffix.lower()
    name = uuid4().hex + (suffix if suffix in SUFFIXES else "")

    digest = hashlib.sha256()
    size = 0
    with (UPLOAD_DIR / name).open("xb") as stored:
        while chunk := cover.file.read(64 * 1024):
            digest.update(chunk)
            size += stored.write(chunk)
    return StoredCover(name=name, size=size, sha256=digest.hexdigest())


# --8<-- [end:view]
