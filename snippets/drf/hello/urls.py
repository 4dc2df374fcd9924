"""Which view answers which path."""

from django.urls import path

from . import views

urlpatterns = [path("", views.hello, name="hello")]
