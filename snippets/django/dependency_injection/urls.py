"""Addresses that ask for the catalogue, and one that does not."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.hello),
    path("books/<int:number>", views.read_book),
    path("broken", views.broken),
]
