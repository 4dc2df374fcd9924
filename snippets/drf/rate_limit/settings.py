"""Settings of a project that counts requests in Redis."""

import os

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "rate_limit.urls"
TIME_ZONE = "UTC"  # Left out, it is America/Chicago, for the server's own log too.
INSTALLED_APPS = ["rest_framework"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
RATE_LIMIT = os.environ.get("RATE_LIMIT", "5/minute")
REST_FRAMEWORK = {
    "DEFAULT_THROTTLE_CLASSES": ["rate_limit.throttles.ClientThrottle"],
    # Without this DRF believes whatever X-Forwarded-For says. Behind a proxy it is 1.
    "NUM_PROXIES": 0,
    # No users here; by default DRF asks django.contrib.auth for one on each request.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
