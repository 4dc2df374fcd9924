"""Settings of an API that knows its users by the token of each request."""

import os
from datetime import timedelta

import dj_database_url

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "jwt_auth.urls"
INSTALLED_APPS = [
    "rest_framework",
    "rest_framework_simplejwt",
    # Remembers each refresh token, and which of them are used up; `flushexpiredtokens`, run once a
    # day, forgets those that have expired.
    "rest_framework_simplejwt.token_blacklist",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
REST_FRAMEWORK = {
    # The token alone is read; JWTAuthentication would look its user up for each request.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework_simplejwt.authentication.JWTStatelessUserAuthentication"
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=1),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
    "SIGNING_KEY": SECRET_KEY,
    "ISSUER": "https://reading-list.example",
    "AUDIENCE": "reading-list",
    "USER_ID_CLAIM": "sub",
    "TOKEN_OBTAIN_SERIALIZER": "jwt_auth.serializers.LoginSerializer",
    "TOKEN_REFRESH_SERIALIZER": "jwt_auth.serializers.RefreshSerializer",
}
DATABASES = {
    "default": dj_database_url.config(
        default="sqlite:///jwt_auth.db", conn_max_age=60, conn_health_checks=True
    ),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
