"""Settings of a project that holds every topic of a framework, for the type checker alone.

It is imported with the framework's folder as the working directory.
"""

import secrets
from pathlib import Path

SECRET_KEY = secrets.token_urlsafe()
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    *sorted(
        ".".join(path.parent.relative_to(Path.cwd()).parts)
        for pattern in ("*/models.py", "traps/*/models.py")
        for path in Path.cwd().glob(pattern)
    ),
]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# What snippets read from the settings beside Django's own.
RATE_LIMIT = "5/minute"
REDIS_URL = "redis://127.0.0.1:6379/0"
UPSTREAM_URL = "http://127.0.0.1"
PAGE_SIZE = 20
MAINTENANCE = False
GENRES = ["novel"]
BOOKS_PREFIX = "/books"
OPEN_CATALOGUE = "library.open_catalogue"
HEARTBEAT = 15.0
PATIENCE = 10.0
