"""Settings of a project whose threads share five connections to PostgreSQL."""

import os

import dj_database_url

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "connection_pool.urls"
TIME_ZONE = "UTC"  # Left out, it is America/Chicago, for the server's own log too.
MIDDLEWARE = [
    "connection_pool.middleware.OverloadMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
DATABASES = {
    # With a pool, conn_max_age has to stay 0: at the end of a request the connection goes back.
    "default": dj_database_url.config(
        default="postgresql:///reading_list", conn_health_checks=True
    ),
}
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
    "min_size": 1,
    "max_size": int(os.environ.get("POOL_SIZE", "5")),
    "timeout": float(os.environ.get("POOL_TIMEOUT", "10")),
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
