"""Settings that put our own middleware around everything else."""

import os

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "middleware.urls"
TIME_ZONE = "UTC"  # Left out, it is America/Chicago, for the server's own log too.
MIDDLEWARE = [
    # First is outermost: it sees every answer, those of the other middleware too.
    "middleware.middleware.RequestIDMiddleware",
    "middleware.middleware.ServerTimingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
