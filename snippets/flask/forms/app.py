"""A form by POST: checked, shown again with its errors, or done and redirected."""

import os
from typing import Any

from flask import Flask, redirect, render_template, url_for
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

app = Flask(__name__)
app.config.from_mapping(
    SECRET_KEY=os.environ["SECRET_KEY"],
    MAX_CONTENT_LENGTH=64 * 1024,
    # COOKIE_SECURE=0 is for a development server without TLS.
    SESSION_COOKIE_SECURE=os.environ.get("COOKIE_SECURE") != "0",
    SESSION_COOKIE_SAMESITE="Lax",
)
CSRFProtect(app)  # Every POST needs the token, forms of other packages too.


class BookForm(FlaskForm):
    # DataRequired refuses blanks, too; InputRequired, for a number, would let 0 through.
    title = StringField("Title", [DataRequired(), Length(max=200)])
    year = IntegerField("Year", [InputRequired(), NumberRange(1450, 2100)])
    review = TextAreaField("Review", [Length(max=2000)])


books: list[dict[str, Any]] = []  # For the one process; its threads append whole books.


@app.route("/books", methods=["GET", "POST"])
def book_list() -> Response | str | tuple[str, int]:
    form = BookForm()
    if form.validate_on_submit():
        books.append({"title": form.title.data, "year": form.year.data})
        return redirect(url_for("book_list"), 303)
    return render_template("books.html", form=form, books=books), 422 if form.errors else 200


@app.errorhandler(CSRFError)
def refuse_forgery(error: CSRFError) -> tuple[str, int]:
    # Flask-WTF itself answers 400, which says nothing of who may do what.
    return f"{error.description} Go back, reload the page and send it again.", 403
