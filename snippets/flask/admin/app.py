"""An admin site over the books, made by Flask-Admin; login and roles are the application's."""

import os
import secrets

import click
from flask import Flask, flash, redirect, render_template, session, url_for
from flask_babel import Babel
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import select
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from .models import Book, User, db
from .views import admin

app = Flask(__name__)
app.config.from_mapping(
    SECRET_KEY=os.environ["SECRET_KEY"],
    # COOKIE_SECURE=0 is for a development server without TLS.
    SESSION_COOKIE_SECURE=os.environ.get("COOKIE_SECURE") != "0",
    SESSION_COOKIE_SAMESITE="Lax",
    MAX_CONTENT_LENGTH=64 * 1024,
    SQLALCHEMY_DATABASE_URI=os.environ.get("DATABASE_URL", "sqlite:///admin.db"),
)
# Every POST needs the token. Flask-Admin's forms, the one for deleting too, bring it along.
CSRFProtect(app)
login_manager = LoginManager(app)
db.init_app(app)
Babel(app)  # Once it is installed, Flask-Admin takes its texts from there and fails without.
admin.init_app(app)
with app.app_context():
    db.create_all()

# Checked when there is no such user, so that the answer takes as long as for a wrong password.
DUMMY_HASH = generate_password_hash("")


class LoginForm(FlaskForm):
    username = StringField("Username", [InputRequired()])
    password = PasswordField("Password", [InputRequired()])


@login_manager.user_loader
def load_user(session_key: str) -> User | None:
    return db.session.scalar(select(User).filter_by(session_key=session_key))


@app.route("/login", methods=["GET", "POST"])
def log_in() -> Response | str:
    form = LoginForm()
    if form.validate_on_submit():
        user = db.session.scalar(select(User).filter_by(username=form.username.data))
        password_hash = user.password_hash if user else DUMMY_HASH
        if check_password_hash(password_hash, form.password.data or "") and user:
            session.clear()  # Nothing that was planted before the login survives it.
            login_user(user)
            return redirect(url_for("admin.index"))
        flash("Username or password is wrong.")
    return render_template("login.html", form=form)


@app.post("/logout")
def log_out() -> Response:
    if current_user.is_authenticated:
        # The cookie is signed but lives with the client: only a new key makes old ones fail.
        current_user.session_key = secrets.token_urlsafe()
        db.session.commit()
        logout_user()
    return redirect(url_for("log_in"))


@app.get("/books")
def list_books() -> list[dict[str, str | int]]:
    books = db.session.scalars(select(Book).order_by(Book.title, Book.id))
    return [{"title": book.title, "author": book.author, "year": book.year} for book in books]


@app.cli.command("account")
@click.argument("username")
@click.argument("role", type=click.Choice(["nobody", "viewer", "editor"]))
@click.option("--password", envvar="PASSWORD", help="Left as it is without this.")
def account(username: str, role: str, password: str | None) -> None:
    """Give somebody a role."""
    user = db.session.scalar(select(User).filter_by(username=username))
    if user is None:
        user = User(username=username, password_hash=generate_password_hash(secrets.token_hex()))
        db.session.add(user)
    user.role = role
    if password:
        user.password_hash = generate_password_hash(password)
        user.session_key = secrets.token_urlsafe()  # Who knew the old one is logged out.
    db.session.commit()
