"""Predict in other processes; a thread that waits for one leaves the rest of Python alone."""

from typing import Any

from flask import Flask

from .predictor import BusyError, Predictor

app = Flask(__name__)
predictor = Predictor()  # Starts no process before the first prediction.


@app.get("/books/<int:book_id>/prediction")
def predict_stars(book_id: int) -> dict[str, Any]:
    return {"book": book_id, "stars": predictor.stars(book_id)}


@app.errorhandler(BusyError)
def refuse(error: BusyError) -> tuple[dict[str, str], int, dict[str, str]]:
    return {"detail": "Too many predictions are waiting."}, 503, {"Retry-After": "1"}


@app.get("/ping")
def ping() -> dict[str, bool]:
    return {"pong": True}
