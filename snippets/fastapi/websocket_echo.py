"""Send each WebSocket message back, text as text and bytes as bytes."""

from contextlib import suppress

from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app = FastAPI()


# --8<-- [start:view]
@app.websocket("/echo")
async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    with suppress(WebSocketDisconnect):  # A client may leave before it is answered.
        # `receive` gives text or bytes; `receive_text` would fail on a binary message.
        while (message := await websocket.receive())["type"] == "websocket.receive":
            text: str | None = message.get("text")
            if text == "close":
                await websocket.close(4000, "goodbye")
                return
            if text is None:
                await websocket.send_bytes(message["bytes"])
            else:
                await websocket.send_text(text)


# --8<-- [end:view]
