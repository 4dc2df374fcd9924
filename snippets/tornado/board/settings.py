"""Settings, all from the environment."""

import os

from sqlalchemy import make_url

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}

_url = make_url(os.environ.get("DATABASE_URL", "sqlite:///board.db"))
# With the driver of its database that can be awaited.
DATABASE_URL = _url.set(drivername=DRIVERS[_url.get_backend_name()])
# COUNT_QUERIES=1 is for tests: each answer then tells how many queries it took.
COUNT_QUERIES = os.environ.get("COUNT_QUERIES") == "1"
# COOKIE_SECURE=0 is for a development server without TLS.
COOKIE_SECURE = os.environ.get("COOKIE_SECURE", "1") != "0"
SESSION_SECONDS = 14 * 24 * 60 * 60
