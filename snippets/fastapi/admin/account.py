"""`python -m admin.account`: let a person into the admin site, or out of it again."""

import os
import secrets
from argparse import ArgumentParser

from sqlalchemy import select

from .access import password_hash
from .models import Base, User, engine, new_session


def main() -> None:
    parser = ArgumentParser(
        prog="account",
        description="Give somebody a role; PASSWORD in the environment becomes the password.",
    )
    parser.add_argument("username")
    parser.add_argument("role", choices=["nobody", "viewer", "editor"])
    given = parser.parse_args()
    Base.metadata.create_all(engine)
    with new_session.begin() as session:
        user = session.scalar(select(User).filter_by(username=given.username))
        if user is None:
            user = User(
                username=given.username, password_hash=password_hash.hash(secrets.token_hex())
            )
            session.add(user)
        user.role = given.role
        if password := os.environ.get("PASSWORD"):
            user.password_hash = password_hash.hash(password)
            user.session_key = secrets.token_urlsafe()  # Who knew the old one is logged out.


if __name__ == "__main__":
    main()
