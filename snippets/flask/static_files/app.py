"""Static files: served from `static/` beside the module, and linked by `url_for`."""

from flask import Flask, render_template

app = Flask(__name__)


@app.get("/")
def book_list() -> str:
    return render_template("books.html")
