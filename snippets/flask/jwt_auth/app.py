"""Tokens instead of sessions: a short one for access, a longer one that is good for one refresh."""

import os
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, TypeVar

from flask import Flask, abort, json, request
from flask_jwt_extended import (
    JWTManager,
    create_access_token,
    create_refresh_token,
    get_jwt,
    get_jwt_identity,
    jwt_required,
    verify_jwt_in_request,
)
from pydantic import BaseModel, Field, Secret, ValidationError
from sqlalchemy import delete, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import HTTPException, Unauthorized
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.wrappers import Response

from .models import SpentToken, User, db

app = Flask(__name__)
app.config.from_mapping(
    JWT_SECRET_KEY=os.environ["SECRET_KEY"],
    JWT_ACCESS_TOKEN_EXPIRES=timedelta(minutes=5),
    JWT_REFRESH_TOKEN_EXPIRES=timedelta(days=1),
    JWT_ENCODE_ISSUER="https://reading-list.example",
    JWT_DECODE_ISSUER="https://reading-list.example",
    JWT_ENCODE_AUDIENCE="reading-list",
    JWT_DECODE_AUDIENCE="reading-list",
    JWT_REFRESH_JSON_KEY="refresh",
    MAX_CONTENT_LENGTH=64 * 1024,
    SQLALCHEMY_DATABASE_URI=os.environ.get("DATABASE_URL", "sqlite:///jwt_auth.db"),
)
tokens = JWTManager(app)
db.init_app(app)
with app.app_context():
    try:
        db.create_all()
    except DBAPIError:  # Another worker was creating the tables: now they are there.
        db.create_all()

# Checked when there is no such user, so that the answer takes as long as for a wrong password.
DUMMY_HASH = generate_password_hash("")


# The extension's own answers have no WWW-Authenticate, and 422 for a broken token.
@tokens.unauthorized_loader
@tokens.invalid_token_loader
def refuse(reason: str) -> Response:
    return answer_in_json(unauthorized(reason))


@tokens.expired_token_loader
@tokens.token_verification_failed_loader
def refuse_claims(_header: dict[str, Any], _claims: dict[str, Any]) -> Response:
    return refuse("The token is not valid.")


@tokens.token_verification_loader
def has_an_end(_header: dict[str, Any], claims: dict[str, Any]) -> bool:
    """Refuse a token that never expires, which the extension would take."""
    return "exp" in claims


def unauthorized(detail: str) -> Unauthorized:
    return Unauthorized(detail, www_authenticate=WWWAuthenticate("bearer"))


class Credentials(BaseModel):
    username: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{3,30}$")]
    password: Secret[Annotated[str, Field(min_length=12, max_length=256)]]


class Refresh(BaseModel):
    refresh: Annotated[str, Field(pattern=r"^[\x21-\x7e]+$")]


Model = TypeVar("Model", bound=BaseModel)


def read_json(model: type[Model]) -> Model:
    if not request.is_json:
        abort(415, "Send application/json.")
    return model.model_validate_json(request.get_data())


def issue_pair(user_id: str) -> dict[str, str]:
    return {
        "access": create_access_token(identity=user_id),
        "refresh": create_refresh_token(identity=user_id),
    }


def spend() -> None:
    """Take the refresh token of this request for the first and last time."""
    read_json(Refresh)  # The extension expects a text in an object and fails (500) without.
    verify_jwt_in_request(refresh=True, locations="json")
    claims = get_jwt()
    expires_at = datetime.fromtimestamp(claims["exp"], UTC)
    db.session.execute(delete(SpentToken).where(SpentToken.expires_at <= datetime.now(UTC)))
    db.session.add(SpentToken(id=claims["jti"], expires_at=expires_at))
    try:
        # The primary key decides: of two who come with the same token, one is turned away.
        db.session.commit()
    except IntegrityError:
        raise unauthorized("The token has been used.") from None


@app.post("/register")
def register() -> tuple[dict[str, str], int]:
    data = read_json(Credentials)
    password_hash = generate_password_hash(data.password.get_secret_value())
    user = User(username=data.username, password_hash=password_hash)
    db.session.add(user)
    try:
        db.session.commit()
    except IntegrityError:
        abort(409, "This username is taken.")
    return {"id": str(user.id)}, 201


@app.post("/login")
def log_in() -> dict[str, str]:
    data = read_json(Credentials)
    user = db.session.scalar(select(User).filter_by(username=data.username))
    password_hash = user.password_hash if user else DUMMY_HASH
    matches = check_password_hash(password_hash, data.password.get_secret_value())
    if user is None or not matches:
        raise unauthorized("Username or password is wrong.")
    return issue_pair(str(user.id))


@app.post("/refresh")
def refresh() -> dict[str, str]:
    spend()
    user = db.session.get(User, int(get_jwt_identity()))
    if user is None:
        raise unauthorized("There is no such user any more.")
    return issue_pair(str(user.id))


@app.post("/logout")
def log_out() -> tuple[str, int]:
    """End the refresh token; an access token cannot be called back and lives its minutes out."""
    spend()
    return "", 204


@app.get("/me")
@jwt_required()
def read_me() -> dict[str, str]:
    return {"id": get_jwt_identity()}


@app.after_request
def forbid_storing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


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
    # The exception's own response has its status and headers, such as WWW-Authenticate of a 401.
    response = error.get_response()
    response.content_type = "application/json"
    response.set_data(json.dumps({"detail": error.description}))
    return response
