"""The smallest Sanic application: one handler on one route."""

from sanic import HTTPResponse, Request, Sanic, text

# --8<-- [start:app]
app = Sanic("hello")


@app.get("/")
async def hello(request: Request) -> HTTPResponse:
    return text("Hello, reader!")


# --8<-- [end:app]
