"""Settings, all from the environment."""

import os
from datetime import timedelta

SECRET_KEY = os.environ["SECRET_KEY"]
MAX_CONTENT_LENGTH = 256 * 1024
SQLALCHEMY_DATABASE_URI = os.environ.get("DATABASE_URL", "sqlite:///board.db")
# COUNT_QUERIES=1 is for tests: each answer then tells how many queries it took.
SQLALCHEMY_RECORD_QUERIES = os.environ.get("COUNT_QUERIES") == "1"
# COOKIE_SECURE=0 is for a development server without TLS.
SESSION_COOKIE_SECURE = os.environ.get("COOKIE_SECURE") != "0"
SESSION_COOKIE_SAMESITE = "Lax"
PERMANENT_SESSION_LIFETIME = timedelta(days=14)
