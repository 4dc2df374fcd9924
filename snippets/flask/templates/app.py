"""Render a page from a template that extends a base and escapes what it is given."""

from flask import Flask, render_template, request

app = Flask(__name__)

BOOKS = ("Sketch of the Analytical Engine", '<script>alert("x")</script> & Sons')
SHELVES: dict[str, tuple[str, ...]] = {"Nobody": ()}


# --8<-- [start:view]
@app.get("/shelf")
def shelf() -> str:
    owner = request.args.get("owner", "Ada")
    return render_template("shelf.html", owner=owner, books=SHELVES.get(owner, BOOKS))


# --8<-- [end:view]
