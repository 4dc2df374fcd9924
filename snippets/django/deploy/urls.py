"""The paths of plain HTTP; the WebSocket's is in asgi.py."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("report", views.report, name="report"),
    path("notes", views.note, name="notes"),
    path("healthz", views.healthz, name="healthz"),
]
