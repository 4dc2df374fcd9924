"""A redirect to where the visitor asks to go after logging in."""

from flask import Flask, redirect, request, url_for
from werkzeug.wrappers import Response

app = Flask(__name__)


# --8<-- [start:bad]
@app.post("/bad/login")
def follow_any_address() -> Response:
    return redirect(request.args.get("next", "/"), 303)


# --8<-- [end:bad]
# --8<-- [start:good]
def is_here(target: str) -> bool:
    """Tell a path of this site from everything else.

    Browsers read a backslash as a slash and skip control characters, so either could hide the
    second slash of "//evil.example".
    """
    plain = all(" " < character < "\x7f" and character != "\\" for character in target)
    return plain and target.startswith("/") and not target.startswith("//")


@app.post("/good/login")
def follow_own_paths() -> Response:
    target = request.args.get("next", "")
    return redirect(target if is_here(target) else url_for("home"), 303)


# --8<-- [end:good]


@app.get("/")
def home() -> str:
    return "Welcome back."
