"""One path; the query string is not part of it."""

from django.urls import path

from . import views

urlpatterns = [path("books", views.books, name="books")]
