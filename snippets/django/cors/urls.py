"""A list, a book, and a page that fails."""

from django.urls import path

from . import views

urlpatterns = [
    path("books", views.books, name="books"),
    path("books/<int:book_id>", views.Book.as_view(), name="book"),
    path("broken", views.broken, name="broken"),
]
