"""Readers are created by two ways."""

from django.urls import path

from . import views

urlpatterns = [
    path("bad/readers", views.OpenReaders.as_view()),
    path("good/readers", views.Readers.as_view()),
]
