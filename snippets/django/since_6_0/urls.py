"""The paths: a page, a part of it, and a task."""

from django.urls import path

from . import views

urlpatterns = [
    path("books", views.books),
    path("books/<int:number>", views.book),
    path("reviews", views.review),
]
