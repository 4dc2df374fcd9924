"""Settings of a project that holds every topic of a framework, for the type checker alone.

It is imported with the framework's folder as the working directory.
"""

import secrets
from pathlib import Path

SECRET_KEY = secrets.token_urlsafe()
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    *sorted(path.parent.name for path in Path.cwd().glob("*/models.py")),
]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
