"""The list by page number, and by cursor."""

from django.urls import path

from . import views

urlpatterns = [
    path("books", views.books, name="books"),
    path("feed", views.feed, name="feed"),
]

handler400 = views.bad_request
handler404 = views.not_found
