"""No path answers plain HTTP; those of WebSockets are in asgi.py."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
