"""The titles by an author, in two ways."""

from django.urls import path

from . import views

urlpatterns = [
    path("bad/titles/<author>", views.list_asking_again),
    path("good/titles/<author>", views.list_asking_once),
]
