"""Settings, all from the environment."""

import os
from datetime import timedelta

DATABASE_URL = os.environ.get("DATABASE_URL", "sqlite:///board.db")
# COUNT_QUERIES=1 is for tests: each answer then tells how many queries it took.
COUNT_QUERIES = os.environ.get("COUNT_QUERIES") == "1"
# COOKIE_SECURE=0 is for a development server without TLS.
COOKIE_SECURE = os.environ.get("COOKIE_SECURE") != "0"
SESSION_LIFETIME = timedelta(days=14)
MAX_BODY_SIZE = 256 * 1024
