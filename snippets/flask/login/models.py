"""Users, and the secret that ties session cookies to them."""

import secrets

from flask_login import UserMixin
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


# --8<-- [start:models]
class Base(DeclarativeBase):
    pass


# Models inherit from Base, not from db.Model, so that type checkers see their columns.
db = SQLAlchemy(model_class=Base)


class User(UserMixin, Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(30), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    session_key: Mapped[str] = mapped_column(String(43), unique=True, default=secrets.token_urlsafe)

    def get_id(self) -> str:
        """The alternative id that Flask-Login writes into the session cookie."""
        return self.session_key

    def end_sessions(self) -> None:
        """Make every cookie that was handed out so far worthless."""
        self.session_key = secrets.token_urlsafe()


# --8<-- [end:models]
