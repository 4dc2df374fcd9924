"""A router derives the paths of a view set; single views have theirs beside it."""

# --8<-- [start:urls]
from django.urls import include, path, register_converter
from rest_framework.routers import SimpleRouter

from . import views
from .converters import MonthConverter

register_converter(MonthConverter, "month")

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("books", views.BookViewSet, basename="book")

urlpatterns = [
    path("", include(router.urls)),
    path("archive/<int:year>/<month:month>", views.archive, name="archive"),
    path("files/<path:tail>", views.file, name="file"),
]
# --8<-- [end:urls]
