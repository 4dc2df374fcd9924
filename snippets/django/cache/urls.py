"""One path that reads through the cache, and one that makes what lies there old."""

from django.urls import path

from . import views

urlpatterns = [
    path("books/<int:book_id>", views.read_book, name="book"),
    path("books/<int:book_id>/likes", views.like_book, name="book-likes"),
]
