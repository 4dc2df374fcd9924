"""A page that logs, a login that logs a stranger's name, and a page that fails."""

from django.urls import path

from . import views

urlpatterns = [
    path("books/<str:title>", views.book),
    path("login", views.login),
    path("broken", views.broken),
]
