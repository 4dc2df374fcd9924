"""Let one other site read the answers, with its visitors' cookies, by Sanic Extensions."""

from sanic import HTTPResponse, Request, Sanic, json
from sanic.response import BaseHTTPResponse

app = Sanic("cors")
app.config.CORS_ORIGINS = "https://shelf.example"
app.config.CORS_SUPPORTS_CREDENTIALS = True
app.config.CORS_METHODS = ["GET", "PUT"]
app.config.CORS_ALLOW_HEADERS = ["content-type", "x-csrftoken"]
app.config.CORS_EXPOSE_HEADERS = ["X-Total"]
app.config.CORS_MAX_AGE = 600
app.config.CORS_ALWAYS_SEND = False


@app.middleware("response")
async def vary_by_origin(request: Request, response: BaseHTTPResponse) -> None:
    # Sanic Extensions say so only to the origin that is allowed, but a cache has to know it from
    # whatever answer it keeps.
    if "vary" not in response.headers:
        response.headers["Vary"] = "Origin"


@app.get("/books")
async def books(request: Request) -> HTTPResponse:
    return json(["Emma", "Kindred"], headers={"X-Total": "2"})


@app.get("/books/<book_id:int>")
async def book(request: Request, book_id: int) -> HTTPResponse:
    return json({"id": book_id})


@app.put("/books/<book_id:int>")
async def replace_book(request: Request, book_id: int) -> HTTPResponse:
    return json({"id": book_id})


@app.get("/broken")
async def broken(request: Request) -> HTTPResponse:
    raise RuntimeError("broken on purpose")
