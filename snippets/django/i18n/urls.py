"""The one path."""

from django.urls import path

from . import views

urlpatterns = [path("greeting/<int:books>", views.greeting, name="greeting")]
