"""A fixture that points the tests to a database of their own, too late or in time."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class Book(Base):
    __tablename__ = "book"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]


def create_app(database_url: str) -> Flask:
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    db.init_app(app)

    @app.get("/books")
    def list_books() -> list[str]:
        return list(db.session.scalars(select(Book.title)))

    with app.app_context():
        db.create_all()
    return app


app = create_app(os.environ["DATABASE_URL"])


# --8<-- [start:bad]
@pytest.fixture
def late_client() -> Iterator[FlaskClient]:
    # The engine was made when the application was, and does not look at the setting again.
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///:memory:"
    with app.app_context():
        db.create_all()
        yield app.test_client()
        db.drop_all()


def test_bad_there_are_no_books(late_client: FlaskClient) -> None:
    assert late_client.get("/books").status_code == 200


# --8<-- [end:bad]
# --8<-- [start:good]
@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    # An application of its own, for a database that ends with the test.
    app = create_app(f"sqlite:///{tmp_path / 'test.db'}")
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


def test_good_there_are_no_books(client: FlaskClient) -> None:
    assert client.get("/books").json == []


# --8<-- [end:good]
