"""Settings of a project behind a proxy that ends TLS."""

import os

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
# The second name is for health checks, which come past the proxy.
ALLOWED_HOSTS = ["books.example", "127.0.0.1"]
ROOT_URLCONF = "deploy.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
SECURE_HSTS_SECONDS = 3600  # Raise it to a year when nothing needs plain HTTP any more.
# Without this, and with DEBUG off, a crash leaves no trace in the server's log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
