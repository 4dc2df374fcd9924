"""An application behind a proxy; uvicorn takes over what the proxy says of the client."""

import asyncio
from contextlib import suppress

from fastapi import FastAPI, Request, WebSocket, WebSocketDisconnect

app = FastAPI()


@app.get("/")
async def home(request: Request) -> dict[str, str | None]:
    client = request.client.host if request.client else None
    return {"client": client, "scheme": request.url.scheme, "host": request.url.netloc}


@app.get("/report")
async def report() -> dict[str, str]:
    await asyncio.sleep(0.2)  # Stands for work that a restart must not cut off.
    return {"report": "done"}


@app.post("/notes")
async def note(request: Request) -> dict[str, int]:
    return {"bytes": len(await request.body())}


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@app.websocket("/live")
async def live(websocket: WebSocket) -> None:
    await websocket.accept()
    with suppress(WebSocketDisconnect):
        try:
            while True:
                await websocket.send_text(await websocket.receive_text())
        except KeyError:  # Bytes came where receive_text() looks for text.
            await websocket.close(1003)
