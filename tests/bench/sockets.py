"""A server that speaks Socket.IO as far as the benchmark does: `uvicorn tests.bench.sockets:app`.

`polite` echoes for ever, `curt` hangs up after some messages.
"""

from typing import Any

AFTER = 20
"""Messages that the curt one echoes."""


async def echo(scope: Any, receive: Any, send: Any, most: float) -> None:
    """Answer any request with a 404, and any WebSocket as Socket.IO does."""
    if scope["type"] != "websocket":
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": '0{"sid":"a","pingInterval":25000}'})
    welcomed, count = False, 0
    while (event := await receive())["type"] == "websocket.receive":
        text = event.get("text") or event["bytes"].decode()
        if text == "40":
            welcomed = True
            await send({"type": "websocket.send", "text": '40{"sid":"b"}'})
            continue
        count += 1
        if count > most or not welcomed:
            await send({"type": "websocket.close"})
            return
        await send({"type": "websocket.send", "text": text})


async def polite(scope: Any, receive: Any, send: Any) -> None:
    """Echo for ever."""
    await echo(scope, receive, send, float("inf"))


async def curt(scope: Any, receive: Any, send: Any) -> None:
    """Hang up after some messages."""
    await echo(scope, receive, send, AFTER)
