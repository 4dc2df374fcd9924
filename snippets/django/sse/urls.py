"""Add a review, follow all reviews, and count who follows."""

from django.urls import path

from . import views

urlpatterns = [
    path("reviews", views.add_review, name="reviews"),
    path("reviews/events", views.follow, name="events"),
    path("streams", views.streams, name="streams"),
]
