"""An application that does not start with wrong settings."""

from typing import Any

from flask import Flask, abort

from .configuration import Settings

settings = Settings()  # Raises an error that names what is missing or wrong.
app = Flask(__name__)
app.config["SECRET_KEY"] = settings.secret_key.get_secret_value()


@app.get("/")
def home() -> dict[str, str]:
    if settings.maintenance:
        abort(503, "Back soon.")
    return {"hello": "reader"}


@app.get("/settings")
def show() -> dict[str, Any]:
    return settings.model_dump(exclude={"secret_key"})
