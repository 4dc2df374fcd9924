"""The list by offset, and by cursor."""

from django.urls import path

from .views import BookList, Feed

urlpatterns = [
    path("books", BookList.as_view()),
    path("feed", Feed.as_view()),
]
