"""Paths with typed parts, each with the name that builds it again."""

# --8<-- [start:urls]
from django.urls import path, register_converter

from . import views
from .converters import MonthConverter

register_converter(MonthConverter, "month")

urlpatterns = [
    path("books/<int:book_id>", views.book, name="book"),
    path("archive/<int:year>/<month:month>", views.archive, name="archive"),
    path("files/<path:tail>", views.file, name="file"),
]
# --8<-- [end:urls]
