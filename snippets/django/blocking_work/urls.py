"""A path that takes a while, and one that must not."""

from django.urls import path

from . import views

urlpatterns = [
    path("books/<int:book_id>/prediction", views.predict_stars, name="prediction"),
    path("ping", views.ping, name="ping"),
]
