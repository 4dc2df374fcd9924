"""Let each client in a few times a minute, counted in Redis for all processes at once."""

import logging
import os

from flask import Flask, Response
from flask_limiter import Limiter, RateLimitExceeded
from flask_limiter.util import get_remote_address

# Flask-Limiter logs what it swallows, and nobody reads it unless logging is set up.
logging.basicConfig(level=logging.WARNING)

app = Flask(__name__)
app.config.from_mapping(
    RATELIMIT_STORAGE_URI=os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
    RATELIMIT_STORAGE_OPTIONS={"socket_connect_timeout": 0.25, "socket_timeout": 0.25},
    RATELIMIT_KEY_PREFIX="reading-list",
    # It looks back from now; a fixed window lets twice as many in around its end.
    RATELIMIT_STRATEGY="moving-window",
    RATELIMIT_HEADERS_ENABLED=True,
    # Here readers matter more than the limit; for a login it would be the other way round.
    RATELIMIT_SWALLOW_ERRORS=True,
)
RATE = os.environ.get("RATE_LIMIT", "5/minute")


# Before init_app, and so run after the function that Flask-Limiter adds for its headers.
@app.after_request
def round_up(response: Response) -> Response:
    # Flask-Limiter rounds down: whoever waits that long is refused once more.
    seconds = response.headers.get("Retry-After", type=int)
    if response.status_code == 429 and seconds is not None:
        response.headers["Retry-After"] = str(seconds + 1)
    return response


# The address of the connection. Behind a proxy, wrap the application in Werkzeug's ProxyFix.
limiter = Limiter(get_remote_address)
limiter.init_app(app)


@app.errorhandler(RateLimitExceeded)
def refuse(_: RateLimitExceeded) -> tuple[dict[str, str], int]:
    return {"detail": "Too many requests. Come back later."}, 429


@app.get("/books")
@limiter.limit(RATE)
def list_books() -> list[dict[str, int | str]]:
    return [{"id": 1, "title": "Emma"}]


@app.get("/reviews")
@limiter.limit(RATE)
def list_reviews() -> list[dict[str, int]]:
    return [{"book": 1, "stars": 5}]


@app.get("/about")
def about() -> dict[str, str]:
    return {"name": "reading list"}
