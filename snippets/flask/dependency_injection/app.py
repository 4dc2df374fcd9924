"""A catalogue for each request that asks for one, kept in `g` and closed by a teardown."""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any

from flask import Blueprint, Flask, abort, current_app, g

from .library import Catalogue, open_catalogue

logging.basicConfig(level=logging.INFO)
views = Blueprint("views", __name__)


def catalogue() -> Catalogue:
    """Return this request's catalogue; the first to ask has it opened."""
    if "catalogue" not in g:
        g.exits = ExitStack()
        g.catalogue = g.exits.enter_context(current_app.config["OPEN_CATALOGUE"]())
    return g.catalogue


# Runs when the request is over, however it ended.
@views.teardown_app_request
def close_catalogue(error: BaseException | None) -> None:
    # Taken out of `g`, which a test or a command may share between several requests.
    g.pop("catalogue", None)
    if exits := g.pop("exits", None):
        exits.__exit__(type(error) if error else None, error, None)


def author_of(number: int) -> str:
    """Stand for code that asks for the catalogue itself."""
    try:
        return catalogue().author(number)
    except KeyError:
        abort(404, f"There is no book {number}.")


@views.get("/")
def hello() -> dict[str, str]:
    return {"hello": "reader"}


@views.get("/books/<int:number>")
def read_book(number: int) -> dict[str, Any]:
    author = author_of(number)
    time.sleep(0.05)  # Other requests are served meanwhile.
    return {
        "title": catalogue().title(number),
        "author": author,
        "catalogue": catalogue().name,
        "questions": catalogue().questions,
    }


@views.get("/broken")
def broken() -> str:
    raise RuntimeError(f"This view fails after it has read {catalogue().title(1)}.")


def create_app(
    open_catalogue: Callable[[], AbstractContextManager[Catalogue]] = open_catalogue,
) -> Flask:
    app = Flask(__name__)
    app.config["OPEN_CATALOGUE"] = open_catalogue
    app.register_blueprint(views)
    return app


app = create_app()
