"""A column for password hashes that is shorter than a hash."""

import os

from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.security import generate_password_hash


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


# --8<-- [start:bad]
class ShortUser(Base):
    __tablename__ = "short_users"

    id: Mapped[int] = mapped_column(primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(120))


# --8<-- [end:bad]
# --8<-- [start:good]
class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Werkzeug's scrypt hashes have 162 characters; a stronger one may need more.
    password_hash: Mapped[str] = mapped_column(String(255))


# --8<-- [end:good]

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"].replace(
    "postgresql://", "postgresql+psycopg://"
)
db.init_app(app)
with app.app_context():
    db.create_all()


@app.post("/bad/users")
def create_short_user() -> tuple[str, int]:
    db.session.add(ShortUser(password_hash=generate_password_hash(request.form["password"])))
    db.session.commit()
    return "", 201


@app.post("/good/users")
def create_user() -> tuple[str, int]:
    db.session.add(User(password_hash=generate_password_hash(request.form["password"])))
    db.session.commit()
    return "", 201
