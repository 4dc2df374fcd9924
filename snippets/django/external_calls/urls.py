"""One path, whose answer comes from three places."""

from django.urls import path

from . import views

urlpatterns = [path("books/<int:book_id>", views.read_book, name="book")]
