"""A WebSocket that sends back what it gets, and closes with a code of its own when asked."""

from sanic import HTTPResponse, Request, Sanic, Websocket, text
from sanic.exceptions import SanicException

app = Sanic("websocket_echo")


# --8<-- [start:handler]
async def echo(request: Request, ws: Websocket) -> None:
    async for message in ws:
        if message == "close":
            await ws.close(4000, "goodbye")
            return
        await ws.send(message)


app.add_websocket_route(echo, "/echo")


@app.exception(SanicException)
async def handle_refusal(request: Request, error: SanicException) -> HTTPResponse:
    """Answer who asks for /echo without a WebSocket; Sanic would log each as a failure of ours."""
    if error.status_code >= 500:
        request.app.error_handler.log(request, error)
    return text(str(error), status=error.status_code, headers=error.headers)


# --8<-- [end:handler]
