"""Two ways to a slow query, two queries of one request, and a path that needs no database."""

from django.urls import path

from . import views

urlpatterns = [
    path("ways", views.ways, name="ways"),
    path("ping", views.ping, name="ping"),
    path("async", views.slow_async, name="slow-async"),
    path("sync", views.slow_sync, name="slow-sync"),
    path("pair", views.pair, name="pair"),
]
