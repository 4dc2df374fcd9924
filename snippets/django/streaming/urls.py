"""The download, and how many of it are under way."""

from django.urls import path

from . import views

urlpatterns = [
    path("books.csv", views.download, name="download"),
    path("streams", views.streams, name="streams"),
]
