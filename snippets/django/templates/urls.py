"""The path of the one page; the templates link to it by its name."""

from django.urls import path

from . import views

urlpatterns = [path("shelf", views.shelf, name="shelf")]
