"""Log in and out: Flask-Login's session cookie, with a key that logging out replaces."""

from typing import Any, NoReturn

from flask import Blueprint, abort, session
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import select

from .models import Author, db
from .passwords import UNKNOWN_AUTHOR_HASH, password_matches
from .requests import read_json
from .schemas import AuthorOut, Credentials

blueprint = Blueprint("sessions", __name__)
login_manager = LoginManager()


@login_manager.user_loader
def load_author(session_key: str) -> Author | None:
    return db.session.scalar(select(Author).filter_by(session_key=session_key))


@login_manager.unauthorized_handler
def refuse_visitor() -> NoReturn:
    abort(401, "Log in first.")


@blueprint.post("/login")
def log_in() -> dict[str, Any]:
    data = read_json(Credentials)
    author = db.session.scalar(select(Author).filter_by(name=data.name))
    password_hash = author.password_hash if author else UNKNOWN_AUTHOR_HASH
    matches = password_matches(password_hash, data.password.get_secret_value())
    if author is None or not matches:
        abort(401, "Name or password is wrong.")
    session.clear()  # Nothing that was planted before the login survives it.
    login_user(author)
    session.permanent = True
    return AuthorOut.model_validate(author).model_dump()


@blueprint.post("/logout")
def log_out() -> tuple[str, int]:
    if current_user.is_authenticated:
        # The cookie is signed but lives with the client: only a new key makes old ones fail.
        current_user.end_sessions()
        db.session.commit()
        logout_user()
    session.clear()
    return "", 204
