"""One path that works and one that does not."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.hello, name="hello"),
    path("broken", views.broken, name="broken"),
]
