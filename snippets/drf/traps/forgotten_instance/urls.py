"""Readers are created by two ways."""

from django.urls import path

from . import views

urlpatterns = [
    path("bad/readers", views.BadReaders.as_view()),
    path("good/readers", views.GoodReaders.as_view()),
]
