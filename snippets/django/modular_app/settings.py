"""Settings of an application of two apps, one of them mounted twice."""

import os

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "modular_app.urls"
TIME_ZONE = "UTC"
BOOKS_PREFIX = os.environ.get("BOOKS_PREFIX", "/books")
INSTALLED_APPS = ["modular_app.books", "modular_app.readers"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Middleware is for the whole project: each of these keeps to its own app's addresses.
    "modular_app.books.middleware.BooksMiddleware",
    "modular_app.readers.middleware.ReadersMiddleware",
]
