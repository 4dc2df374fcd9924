"""Let one other site read the answers, with its visitors' cookies."""

from flask import Flask, Response, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(
    app,
    origins=["https://shelf.example"],
    supports_credentials=True,
    methods=["GET", "PUT"],
    allow_headers=["Content-Type", "X-CSRFToken"],
    expose_headers=["X-Total"],
    max_age=600,
)


@app.after_request
def vary_by_origin(response: Response) -> Response:
    # Flask-CORS 6 says so only where several origins are allowed, but one is enough for a cache
    # to mix up the answer to it with the answer to others.
    response.vary.add("Origin")
    return response


@app.get("/books")
def list_books() -> Response:
    response = jsonify(["Emma", "Kindred"])
    response.headers["X-Total"] = "2"
    return response


@app.get("/books/<int:book_id>")
def read_book(book_id: int) -> dict[str, int]:
    return {"id": book_id}


@app.put("/books/<int:book_id>")
def replace_book(book_id: int) -> dict[str, int]:
    return {"id": book_id}


@app.get("/broken")
def broken() -> str:
    raise RuntimeError("This view always fails.")
