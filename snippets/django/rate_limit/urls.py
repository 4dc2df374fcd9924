"""Two paths with a limit each, and one without."""

from django.urls import path

from . import views

urlpatterns = [
    path("books", views.list_books, name="books"),
    path("reviews", views.list_reviews, name="reviews"),
    path("about", views.about, name="about"),
]
