"""Two paths with a limit each, and one without."""

from django.urls import path

from . import views

urlpatterns = [
    path("books", views.BooksView.as_view(), name="books"),
    path("reviews", views.ReviewsView.as_view(), name="reviews"),
    path("about", views.AboutView.as_view(), name="about"),
]
