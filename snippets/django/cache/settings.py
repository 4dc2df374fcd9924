"""Settings of a project that keeps what is dear to compute in Redis."""

import os

import dj_database_url

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "cache.urls"
TIME_ZONE = "UTC"  # Left out, it is America/Chicago, for the server's own log too.
INSTALLED_APPS = ["cache"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
DATABASES = {
    "default": dj_database_url.config(
        default="sqlite:///cache.db", conn_max_age=60, conn_health_checks=True
    ),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
        "KEY_PREFIX": "reading-list",
        "TIMEOUT": 60,
        "OPTIONS": {
            # The default is pickle: whoever can write to that Redis could run code here.
            "serializer": "cache.read_through.JSONSerializer",
            # A cache that does not answer must not cost more than what it saves.
            "socket_connect_timeout": 0.25,
            "socket_timeout": 0.25,
        },
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
