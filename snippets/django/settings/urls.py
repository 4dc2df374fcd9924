"""What the settings are, and a page that obeys one of them."""

from django.urls import path

from . import views

urlpatterns = [path("", views.home), path("settings", views.show)]
