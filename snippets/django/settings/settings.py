"""Settings from the environment: checked when the server starts, and named when they are wrong."""

from .environment import boolean, secret, whole_number, words

SECRET_KEY = secret("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "settings.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PAGE_SIZE = whole_number("PAGE_SIZE", default=20, most=100)
MAINTENANCE = boolean("MAINTENANCE")
GENRES = words("GENRES", default=["novel", "poetry"])
