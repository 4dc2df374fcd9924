"""The one path, to which covers are sent."""

from django.urls import path

from . import views

urlpatterns = [path("covers", views.covers, name="covers")]
