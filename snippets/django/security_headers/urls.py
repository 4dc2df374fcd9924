"""A page, and one that fails."""

from django.urls import path

from . import views

urlpatterns = [path("", views.home, name="home"), path("broken", views.broken, name="broken")]
