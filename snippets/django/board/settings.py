"""Settings of a project with users of its own and a JSON interface."""

import os

import dj_database_url

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "board.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "board",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # In place of CsrfViewMiddleware: this interface has no token that a client could send.
    "board.middleware.refuse_cross_site",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# COUNT_QUERIES=1 is for tests: each answer then tells how many queries it took.
if os.environ.get("COUNT_QUERIES") == "1":
    MIDDLEWARE.insert(0, "board.middleware.count_queries")
AUTH_USER_MODEL = "board.Author"
PASSWORD_HASHERS = ["board.hashers.BoardPasswordHasher"]
# HttpOnly and SameSite=Lax are on by default, and two weeks as well; Secure is not.
SESSION_COOKIE_SECURE = os.environ.get("COOKIE_SECURE", "1") != "0"
DATABASES = {
    "default": dj_database_url.config(
        default="sqlite:///board.db", conn_max_age=60, conn_health_checks=True
    ),
}
# The default is America/Chicago.
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Without this, and with DEBUG off, a crash leaves no trace in the server's log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
