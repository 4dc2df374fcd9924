"""A message for everybody in a room, one of whom has gone."""

from contextlib import suppress

from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app = FastAPI()
members: list[WebSocket] = []


# --8<-- [start:bad]
async def tell_until_one_fails(message: str) -> None:
    for member in members:
        await member.send_text(message)


# --8<-- [end:bad]
# --8<-- [start:good]
async def tell_all_that_are_left(message: str) -> None:
    for member in list(members):
        try:
            await member.send_text(message)
        except (RuntimeError, WebSocketDisconnect):
            with suppress(ValueError):  # Its own endpoint may have removed it by now.
                members.remove(member)


# --8<-- [end:good]


@app.websocket("/room")
async def join(websocket: WebSocket) -> None:
    await websocket.accept()
    members.append(websocket)
    await websocket.send_text("welcome")
    # Whoever says "leave" is gone, but nobody takes them off the list.
    while await websocket.receive_text() != "leave":
        pass
    await websocket.close()


@app.post("/bad/messages")
async def post_until_one_fails(text: str) -> None:
    await tell_until_one_fails(text)


@app.post("/good/messages")
async def post_to_all(text: str) -> None:
    await tell_all_that_are_left(text)
