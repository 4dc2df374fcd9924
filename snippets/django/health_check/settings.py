"""Settings of a project that is asked how it is."""

import os

import dj_database_url

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "health_check.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
DATABASES = {"default": dj_database_url.config(default="sqlite:///health_check.db")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A database that accepts a connection and then says nothing must not hold a check up.
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options.update(connect_timeout=2, tcp_user_timeout=2000)
# Without this, and with DEBUG off, Django's log stays empty.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
