"""Register, log in and log out with a session cookie that is worthless after logout."""

import os
from collections import defaultdict
from typing import Any, NoReturn, TypeVar

from flask import Flask, abort, json, request, session
from flask_login import LoginManager, current_user, login_required, login_user, logout_user
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from pydantic import BaseModel, ValidationError
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError
from werkzeug.exceptions import HTTPException
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.wrappers import Response

from .models import User, db
from .schemas import Credentials, Registration

# --8<-- [start:settings]
app = Flask(__name__)
app.config.from_mapping(
    SECRET_KEY=os.environ["SECRET_KEY"],
    MAX_CONTENT_LENGTH=64 * 1024,
    SESSION_COOKIE_SECURE=os.environ.get("COOKIE_SECURE") != "0",
    SESSION_COOKIE_SAMESITE="Lax",
    SQLALCHEMY_DATABASE_URI=os.environ.get("DATABASE_URL", "sqlite:///login.db"),
)
CSRFProtect(app)
login_manager = LoginManager(app)
db.init_app(app)
with app.app_context():
    try:
        db.create_all()
    except DBAPIError:  # Another worker was creating the table: now it is there.
        db.create_all()
# --8<-- [end:settings]


# --8<-- [start:cross_site]
@app.before_request
def refuse_cross_site() -> None:
    # CSRFProtect has asked for its token by now; this refuses a token that leaked, too.
    changes = request.method not in {"GET", "HEAD", "OPTIONS"}
    if changes and request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        abort(403, "Cross-site requests are refused.")


# --8<-- [end:cross_site]


# Checked when there is no such user, so that the answer takes as long as for a wrong password.
DUMMY_HASH = generate_password_hash("")


@login_manager.user_loader
def load_user(session_key: str) -> User | None:
    return db.session.scalar(select(User).filter_by(session_key=session_key))


@login_manager.unauthorized_handler
def refuse_visitor() -> NoReturn:
    abort(401, "Log in first.")


Model = TypeVar("Model", bound=BaseModel)


def read_json(model: type[Model]) -> Model:
    if not request.is_json:
        abort(415, "Send application/json.")
    return model.model_validate_json(request.get_data())


# --8<-- [start:views]
@app.get("/session")
def read_session() -> dict[str, str | None]:
    username = current_user.username if current_user.is_authenticated else None
    return {"username": username, "csrf_token": generate_csrf()}


@app.post("/register")
def register() -> tuple[dict[str, str], int]:
    data = read_json(Registration)
    password_hash = generate_password_hash(data.password.get_secret_value())
    db.session.add(User(username=data.username, password_hash=password_hash))
    try:
        db.session.commit()
    except IntegrityError:
        abort(409, "This username is taken.")
    return {"username": data.username}, 201


@app.post("/login")
def log_in() -> dict[str, str]:
    data = read_json(Credentials)
    user = db.session.scalar(select(User).filter_by(username=data.username))
    password_hash = user.password_hash if user else DUMMY_HASH
    matches = check_password_hash(password_hash, data.password.get_secret_value())
    if user is None or not matches:
        abort(401, "Username or password is wrong.")
    session.clear()  # Nothing that was planted before the login survives it.
    login_user(user)
    return {"username": user.username}


@app.get("/me")
@login_required
def read_me() -> dict[str, str]:
    return {"username": current_user.username}


@app.post("/logout")
def log_out() -> tuple[str, int]:
    if current_user.is_authenticated:
        # The cookie is signed but lives with the client: only a new key makes old ones fail.
        current_user.end_sessions()
        db.session.commit()
        logout_user()
    session.clear()
    return "", 204


# --8<-- [end:views]


@app.errorhandler(CSRFError)
def refuse_forgery(error: CSRFError) -> tuple[dict[str, Any], int]:
    return {"detail": error.description}, 403


@app.errorhandler(ValidationError)
def refuse_fields(error: ValidationError) -> tuple[dict[str, Any], int]:
    errors: defaultdict[str, list[str]] = defaultdict(list)
    for problem in error.errors():
        # What is wrong with the body as a whole has no location.
        field = ".".join(str(part) for part in problem["loc"]) or "body"
        errors[field].append(problem["msg"])
    return {"detail": "Some fields are wrong.", "errors": errors}, 422


@app.errorhandler(HTTPException)
def answer_in_json(error: HTTPException) -> Response:
    # The exception's own response has its status and its headers, such as Allow of a 405.
    response = error.get_response()
    response.content_type = "application/json"
    response.set_data(json.dumps({"detail": error.description}))
    return response
