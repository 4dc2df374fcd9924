"""A page that notes who reads, and one that fails."""

from django.urls import path

from . import views

urlpatterns = [path("books/<str:title>", views.book), path("broken", views.broken)]
