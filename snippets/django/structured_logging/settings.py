"""Settings of a project that logs one JSON line for each request."""

import os

from . import logs

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "structured_logging.urls"
MIDDLEWARE = [
    # First is outermost: it tells of what the others answer, too.
    "structured_logging.middleware.log_requests",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
LOGGING = logs.CONFIG
