"""Settings of a project that counts requests in Redis."""

import os

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "rate_limit.urls"
TIME_ZONE = "UTC"  # Left out, it is America/Chicago, for the server's own log too.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
RATE_LIMIT = os.environ.get("RATE_LIMIT", "5/minute")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
