"""The application under a label of its own, since `admin` is Django's."""

from django.apps import AppConfig


class BooksConfig(AppConfig):
    name = "admin"
    label = "books"
    verbose_name = "Reading list"
