"""What the tests are given: a client, and one who is logged in."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from testing.app import create_app
from testing.models import db


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    # An application for each test, with a database of its own.
    app = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": secrets.token_hex(),
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'test.db'}",
        }
    )
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def ada(app: Flask) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["reader"] = "Ada"
    return client
