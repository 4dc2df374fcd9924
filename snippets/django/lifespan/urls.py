"""A quick answer and one that takes its time."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.book_of_the_day),
    path("report", views.report),
]
