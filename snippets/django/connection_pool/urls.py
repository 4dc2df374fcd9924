"""A slow query, a quick one, and one that fails."""

from django.urls import path

from . import views

urlpatterns = [
    path("report", views.report, name="report"),
    path("backend", views.backend, name="backend"),
    path("broken", views.broken, name="broken"),
]
