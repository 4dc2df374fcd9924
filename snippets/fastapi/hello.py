"""Answer a request with plain text."""

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

app = FastAPI()


# --8<-- [start:view]
@app.get("/", response_class=PlainTextResponse)
async def hello() -> str:
    return "Hello, reader!"


# --8<-- [end:view]
