"""Add a user of each role, and a second reader; print their tokens, for the only time."""

import json
import secrets

from sqlalchemy.orm import Session

from .database import create_tables, engine
from .models import User, digest


def main() -> None:
    create_tables()
    tokens = {}
    with Session(engine) as database, database.begin():
        for name, role in {
            "ada": "reader",
            "ben": "reader",
            "eve": "editor",
            "max": "admin",
        }.items():
            tokens[name] = secrets.token_urlsafe(32)
            database.add(User(name=name, role=role, token_hash=digest(tokens[name])))
    print(json.dumps(tokens))


if __name__ == "__main__":
    main()
