"""The paths, and the view that turns a refused body into JSON."""

from django.urls import path

from . import views

urlpatterns = [
    path("books", views.BookList.as_view(), name="books"),
    path("books/<int:book_id>", views.book, name="book"),
]

handler400 = views.bad_request
