"""Settings of a project that is served by ASGI and shares five connections."""

import os

import dj_database_url

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "async_database.urls"
INSTALLED_APPS = ["async_database"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# Each request has a thread of its own for its queries, so a pool, and no persistent connections.
DATABASES = {
    "default": dj_database_url.config(
        default="postgresql:///reading_list", conn_health_checks=True
    ),
}
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 5}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
