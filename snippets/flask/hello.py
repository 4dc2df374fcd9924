"""Answer a request with plain text."""

from flask import Flask, Response

app = Flask(__name__)


# --8<-- [start:view]
@app.get("/")
def hello() -> Response:
    return Response("Hello, reader!", mimetype="text/plain")


# --8<-- [end:view]
