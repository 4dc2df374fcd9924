"""Ask for a login everywhere, for a role where it matters, and sometimes for the author alone."""

import os
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, ParamSpec, TypeVar

import click
from flask import Flask, abort, current_app, json, request
from flask_login import LoginManager, current_user
from pydantic import BaseModel, Field, ValidationError
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import HTTPException, Unauthorized
from werkzeug.wrappers import Request, Response

from .models import Review, User, db, digest, visible_to
from .roles import Permission, Role

P = ParamSpec("P")
R = TypeVar("R")
Model = TypeVar("Model", bound=BaseModel)

app = Flask(__name__, static_folder=None)
app.config.from_mapping(
    MAX_CONTENT_LENGTH=64 * 1024,
    SQLALCHEMY_DATABASE_URI=os.environ.get("DATABASE_URL", "sqlite:///permissions.db"),
)
login_manager = LoginManager(app)
db.init_app(app)
with app.app_context():
    try:
        db.create_all()
    except DBAPIError:  # Another worker was creating the tables: now they are there.
        db.create_all()

PUBLIC = {"home"}


@login_manager.request_loader
def load_user(request: Request) -> User | None:
    if request.authorization is None or request.authorization.type != "bearer":
        return None
    token = request.authorization.token or ""
    return db.session.scalar(select(User).filter_by(token_hash=digest(token)))


@app.before_request
def require_login() -> None:
    """Refuse visitors everywhere but on the public list, so that no route can be forgotten."""
    if request.endpoint in PUBLIC or current_user.is_authenticated:
        return
    raise Unauthorized("Log in first.", www_authenticate=WWWAuthenticate("bearer"))


def permission_required(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_user.may(permission):
                abort(403, f"This takes the permission {permission}.")
            return current_app.ensure_sync(view)(*args, **kwargs)

        return checked

    return decorate


class ReviewIn(BaseModel):
    text: Annotated[str, Field(min_length=1, max_length=1000)]


class RoleIn(BaseModel):
    role: Role


def read_json(model: type[Model]) -> Model:
    if not request.is_json:
        abort(415, "Send application/json.")
    return model.model_validate_json(request.get_data())


def find(review_id: int) -> Review:
    review = db.session.scalar(visible_to(current_user).where(Review.id == review_id))
    # 404 and not 403: that a draft exists is nobody's business but its author's.
    return review or abort(404, "There is no such review.")


@app.get("/")
def home() -> dict[str, str]:
    return {"name": "Reading list"}


@app.get("/statistics")
def statistics() -> dict[str, int | None]:
    """Nobody said here who may come in; require_login asks for a login nevertheless."""
    return {"reviews": db.session.scalar(select(func.count()).select_from(Review))}


@app.get("/reviews")
def list_reviews() -> list[dict[str, Any]]:
    reviews = db.session.scalars(visible_to(current_user).order_by(Review.id))
    return [review.as_dict() for review in reviews]


@app.post("/reviews")
def create_review() -> tuple[dict[str, Any], int]:
    review = Review(author_id=current_user.id, text=read_json(ReviewIn).text)
    db.session.add(review)
    db.session.commit()
    return review.as_dict(), 201


@app.get("/reviews/<int(max=2147483647):review_id>")
def read_review(review_id: int) -> dict[str, Any]:
    return find(review_id).as_dict()


@app.patch("/reviews/<int(max=2147483647):review_id>")
def change_review(review_id: int) -> dict[str, Any]:
    review = find(review_id)
    if review.author_id != current_user.id:
        abort(403, "Only its author changes a review.")
    review.text = read_json(ReviewIn).text
    db.session.commit()
    return review.as_dict()


@app.post("/reviews/<int(max=2147483647):review_id>/publish")
@permission_required(Permission.PUBLISH)
def publish_review(review_id: int) -> dict[str, Any]:
    review = find(review_id)
    review.published = True
    db.session.commit()
    return review.as_dict()


@app.delete("/reviews/<int(max=2147483647):review_id>")
@permission_required(Permission.DELETE)
def delete_review(review_id: int) -> tuple[str, int]:
    db.session.delete(find(review_id))
    db.session.commit()
    return "", 204


@app.put("/users/<name>/role")
@permission_required(Permission.SET_ROLES)
def set_role(name: str) -> dict[str, str]:
    user = db.session.scalar(select(User).filter_by(name=name)) or abort(404, "No such user.")
    user.role = read_json(RoleIn).role
    db.session.commit()
    return {"name": user.name, "role": user.role}


@app.cli.command("seed")
def seed() -> None:
    """Add a user of each role, and a second reader; print their tokens, for the only time."""
    tokens = {}
    for name, role in {"ada": "reader", "ben": "reader", "eve": "editor", "max": "admin"}.items():
        tokens[name] = secrets.token_urlsafe(32)
        db.session.add(User(name=name, role=role, token_hash=digest(tokens[name])))
    db.session.commit()
    click.echo(json.dumps(tokens))


@app.errorhandler(ValidationError)
def refuse_fields(error: ValidationError) -> tuple[dict[str, str], int]:
    return {"detail": "; ".join(problem["msg"] for problem in error.errors())}, 422


@app.errorhandler(HTTPException)
def answer_in_json(error: HTTPException) -> Response:
    # The exception's own response has its status and headers, such as WWW-Authenticate of a 401.
    response = error.get_response()
    response.content_type = "application/json"
    response.set_data(json.dumps({"detail": error.description}))
    return response
