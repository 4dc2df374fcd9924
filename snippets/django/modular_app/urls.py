"""The two apps, each under its prefix; the books are included twice."""

from django.conf import settings
from django.urls import include, path

from . import views

urlpatterns = [
    path("", views.index, name="index"),
    path("outside", views.outside, name="outside"),
    path(f"{settings.BOOKS_PREFIX.strip('/')}/", include("modular_app.books.urls")),
    path("archive/", include("modular_app.books.urls", namespace="archive")),
    path("readers/", include("modular_app.readers.urls")),
]
